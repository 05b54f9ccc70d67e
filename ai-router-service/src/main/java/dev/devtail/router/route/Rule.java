package dev.devtail.router.route;

import java.util.List;

/**
 * Who answers where a condition holds.
 *
 * @param name unique; what a decision is explained by
 * @param use in this order, each when those before it cannot
 */
public record Rule(String name, Condition when, List<Choice> use) {

  public Rule {
    use = List.copyOf(use);
    if (use.isEmpty()) {
      throw new IllegalArgumentException("rule %s: use: empty (expected: a model)".formatted(name));
    }
  }
}
