package dev.devtail.router.route;

import java.util.List;
import java.util.Optional;

/**
 * Who is to answer a call, and how that came about.
 *
 * @param rule the one that held
 * @param candidates in the order in which they are tried; empty if none can answer
 * @param considered every rule up to that one, and every model that was left out
 * @param tooLong whether the conversation fits into no model that could answer it otherwise: the
 *     candidates are those
 */
public record Decision(
    String rule, List<ModelName> candidates, List<Considered> considered, boolean tooLong) {

  /**
   * Something that was looked at.
   *
   * @param what a rule or a model
   * @param whyNot empty if it was taken
   */
  public record Considered(String what, Optional<String> whyNot) {}

  public Decision {
    candidates = List.copyOf(candidates);
    considered = List.copyOf(considered);
  }
}
