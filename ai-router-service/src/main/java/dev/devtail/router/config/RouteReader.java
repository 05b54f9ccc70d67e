package dev.devtail.router.config;

import dev.devtail.router.config.RouterProperties.Routes;
import dev.devtail.router.route.Choice;
import dev.devtail.router.route.Condition;
import dev.devtail.router.route.Glob;
import dev.devtail.router.route.Rule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes rules of the routes that claude-code-router has made usual. */
final class RouteReader {

  private RouteReader() {}

  /**
   * @throws IllegalArgumentException names the route that is wrong, and what in it
   */
  static List<Rule> rules(Routes routes) {
    return Stream.of(
            rule("image", routes.image(), when(null, null, Set.of(), null, true, null)),
            rule(
                "long-context",
                routes.longContext(),
                when(null, null, Set.of(), null, null, routes.longContextThreshold())),
            rule(
                "sub-agent", routes.subAgent(), when(null, "subagent", Set.of(), null, null, null)),
            rule(
                "background",
                routes.background(),
                when("*haiku*", null, Set.of(), null, null, null)),
            rule("web-search", routes.webSearch(), when(null, null, Set.of(), true, null, null)),
            rule(
                "think",
                routes.think(),
                when(null, null, Set.of("high", "xhigh", "max"), null, null, null)),
            rule("default", routes.otherwise(), Condition.ALWAYS))
        .flatMap(List::stream)
        .toList();
  }

  private static Condition when(
      @Nullable String model,
      @Nullable String requestClass,
      Set<String> effort,
      @Nullable Boolean webSearch,
      @Nullable Boolean image,
      @Nullable Long tokensAbove) {
    return new Condition(
        model == null ? null : new Glob(model),
        Set.of(),
        Set.of(),
        requestClass == null ? null : new Glob(requestClass),
        null,
        effort,
        null,
        webSearch,
        image,
        tokensAbove);
  }

  private static List<Rule> rule(String name, List<String> use, Condition when) {
    if (use.isEmpty()) {
      return List.of();
    }
    try {
      return List.of(new Rule("route " + name, when, use.stream().map(Choice::parse).toList()));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(name + ": " + wrong.getMessage(), wrong);
    }
  }
}
