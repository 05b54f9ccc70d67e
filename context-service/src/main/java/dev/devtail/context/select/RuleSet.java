package dev.devtail.context.select;

import java.util.List;

/** What a context should hold, rule by rule; {@link RulesReader} reads it. */
public final class RuleSet {

  /** Of files, where nothing else is said. */
  static final int DEFAULT_LIMIT = 10_000;

  private final List<Rule> rules;
  private final int limit;

  /**
   * @param limit the most files
   */
  RuleSet(List<Rule> rules, int limit) {
    this.rules = List.copyOf(rules);
    this.limit = limit;
  }

  List<Rule> rules() {
    return rules;
  }

  int limit() {
    return limit;
  }
}
