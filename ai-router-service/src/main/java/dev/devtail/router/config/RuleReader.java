package dev.devtail.router.config;

import dev.devtail.router.config.RouterProperties.Routes;
import dev.devtail.router.config.RouterProperties.RuleProperties;
import dev.devtail.router.config.RouterProperties.When;
import dev.devtail.router.route.Choice;
import dev.devtail.router.route.Condition;
import dev.devtail.router.route.Glob;
import dev.devtail.router.route.Models;
import dev.devtail.router.route.Rule;
import dev.devtail.router.route.Rules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes rules of what is configured. */
final class RuleReader {

  private final Origins origins;

  RuleReader(Origins origins) {
    this.origins = origins;
  }

  /**
   * @throws IllegalArgumentException names the rule that is wrong, what in it, and where it stands
   */
  Rules rules(List<RuleProperties> configured, Routes routes, Models models) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < configured.size(); i++) {
      try {
        rules.add(rule(configured.get(i), i + 1));
      } catch (IllegalArgumentException wrong) {
        throw wrong("devtail.router.rules[%d]".formatted(i), wrong);
      }
    }
    try {
      rules.addAll(RouteReader.rules(routes));
    } catch (IllegalArgumentException wrong) {
      throw wrong("devtail.router.routes", wrong);
    }
    return new Rules(rules, models);
  }

  private IllegalArgumentException wrong(String key, IllegalArgumentException mistake) {
    String where = origins.of(key).map(" (%s)"::formatted).orElse("");
    return new IllegalArgumentException(key + where + ": " + mistake.getMessage(), mistake);
  }

  private static Rule rule(RuleProperties configured, int number) {
    String name = configured.name().isEmpty() ? Integer.toString(number) : configured.name();
    return new Rule(
        name,
        condition(configured.when()),
        configured.use().stream().map(Choice::parse).toList(),
        configured.prefer());
  }

  private static Condition condition(@Nullable When when) {
    return when == null
        ? Condition.ALWAYS
        : new Condition(
            glob(when.model()),
            when.user(),
            when.session(),
            glob(when.requestClass()),
            glob(when.agentType()),
            when.effort(),
            when.thinking(),
            when.webSearch(),
            when.image(),
            when.tokensAbove());
  }

  private static @Nullable Glob glob(@Nullable String text) {
    return text == null ? null : new Glob(text);
  }
}
