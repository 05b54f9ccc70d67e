package dev.devtail.router.route;

import java.util.List;

/**
 * Who answers where a condition holds.
 *
 * @param name unique; what a decision is explained by
 * @param use each when those before it cannot
 * @param prefer the order in which they are asked
 */
public record Rule(String name, Condition when, List<Choice> use, Preference prefer) {

  public Rule {
    use = List.copyOf(use);
    if (use.isEmpty()) {
      throw new IllegalArgumentException("rule %s: use: empty (expected: a model)".formatted(name));
    }
  }

  /** With its models in the order in which they are listed. */
  public Rule(String name, Condition when, List<Choice> use) {
    this(name, when, use, Preference.LISTED);
  }
}
