package dev.devtail.router.role;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A run, as it stands.
 *
 * @param spending of its steps that are over
 * @param steps in their order; empty where only the run itself was asked for
 */
public record Run(
    RunSpec spec,
    RunState state,
    Instant startedAt,
    Optional<Instant> endedAt,
    Spending spending,
    List<Step> steps) {

  public Run {
    startedAt = startedAt.truncatedTo(ChronoUnit.MICROS);
    steps = List.copyOf(steps);
  }

  /** One that begins. */
  public static Run starting(RunSpec spec, Instant now) {
    return new Run(spec, new RunState.Running(), now, Optional.empty(), Spending.NONE, List.of());
  }
}
