package dev.devtail.router.config;

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

  /**
   * @throws IllegalArgumentException names the rule that is wrong, and what in it
   */
  Rules rules(List<RuleProperties> configured, Models models) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < configured.size(); i++) {
      try {
        rules.add(rule(configured.get(i), i + 1));
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(
            "devtail.router.rules[%d]: %s".formatted(i, wrong.getMessage()), wrong);
      }
    }
    return new Rules(rules, models);
  }

  private static Rule rule(RuleProperties configured, int number) {
    String name = configured.name().isEmpty() ? Integer.toString(number) : configured.name();
    return new Rule(
        name, condition(configured.when()), configured.use().stream().map(Choice::parse).toList());
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
