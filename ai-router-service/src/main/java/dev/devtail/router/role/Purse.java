package dev.devtail.router.role;

import dev.devtail.router.role.RunState.Ending;
import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.util.Optional;

/** What a run has spent, and may spend. */
final class Purse {

  /** Calls of models that a run may make, whatever they cost. */
  static final int MAX_CALLS = 400;

  private final Optional<BigDecimal> max;
  private Spending before = Spending.NONE;
  private Spending step = Spending.NONE;

  Purse(Optional<BigDecimal> max) {
    this.max = max;
  }

  void beginStep() {
    before = before.plus(step);
    step = Spending.NONE;
  }

  void add(Usage usage, Optional<BigDecimal> cost) {
    step = step.plus(usage, cost);
  }

  Spending ofStep() {
    return step;
  }

  /**
   * @throws RunOverException if no other call may begin
   */
  void requireRoom() {
    Spending all = before.plus(step);
    if (all.calls() >= MAX_CALLS) {
      throw new RunOverException(
          Ending.FAILED,
          "The run has called models %d times, and no more are allowed.".formatted(MAX_CALLS));
    }
    if (max.isPresent() && all.unknownCosts() > 0) {
      throw new RunOverException(
          Ending.OUT_OF_MONEY,
          "What a call has cost is not known, and the run has a bound of $%s."
              .formatted(max.get().toPlainString()));
    }
    if (max.isPresent() && all.cost().compareTo(max.get()) >= 0) {
      throw new RunOverException(
          Ending.OUT_OF_MONEY,
          "The run has cost $%s, and its bound is $%s."
              .formatted(
                  all.cost().stripTrailingZeros().toPlainString(), max.get().toPlainString()));
    }
  }
}
