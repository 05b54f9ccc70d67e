package dev.devtail.router.role;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a run may take.
 *
 * @param maxRounds how often the editor may set to, at least once
 * @param maxCost in US dollars; empty: as the user's budgets permit. No call of a model begins once
 *     it is reached.
 */
public record RunBounds(int maxRounds, Optional<BigDecimal> maxCost) {

  /** Where nobody says how many. */
  public static final int DEFAULT_ROUNDS = 3;

  public static final int MAX_ROUNDS = 20;
}
