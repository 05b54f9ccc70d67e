package dev.devtail.simulator.script;

import java.util.List;

/**
 * What goes wrong with requests that match.
 *
 * @param probability that it does, from 0 to 1
 */
public record FaultRule(Match when, double probability, List<Fault> faults) {

  public FaultRule {
    faults = List.copyOf(faults);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability: %s (expected: 0 to 1)".formatted(probability));
    }
  }

  /** Always. */
  public FaultRule(Match when, Fault... faults) {
    this(when, 1, List.of(faults));
  }
}
