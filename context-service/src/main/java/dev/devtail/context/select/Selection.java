package dev.devtail.context.select;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a context should hold.
 *
 * @param wanted the most wanted first, each path once
 */
public record Selection(List<Wanted> wanted) {

  /** Who says what they want means it more than who guesses it. */
  private static final double SAID = 10;

  public Selection {
    wanted = List.copyOf(wanted);
  }

  /**
   * What this wants, and what another guesses. A file that both have is as this wants it, with the
   * other's symbols, lines and reasons after its own.
   */
  public Selection with(Selection guessed) {
    Map<String, Wanted> all = new LinkedHashMap<>();
    wanted.forEach(said -> all.put(said.path(), said.weighing(SAID * said.weight())));
    guessed.wanted().forEach(guess -> all.merge(guess.path(), guess, Wanted::and));
    return new Selection(List.copyOf(all.values()));
  }
}
