package dev.devtail.router.role;

import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What calls of models have used and cost together.
 *
 * @param calls how many
 * @param cost in US dollars, of those whose cost is known
 * @param unknownCosts how many are not in {@code cost}
 */
public record Spending(int calls, Usage usage, BigDecimal cost, int unknownCosts) {

  public static final Spending NONE = new Spending(0, Usage.NONE, BigDecimal.ZERO, 0);

  /** These, and one more call. */
  public Spending plus(Usage used, Optional<BigDecimal> dollars) {
    return new Spending(
        calls + 1,
        usage.plus(used),
        dollars.map(cost::add).orElse(cost),
        unknownCosts + (dollars.isPresent() ? 0 : 1));
  }

  public Spending plus(Spending other) {
    return new Spending(
        calls + other.calls,
        usage.plus(other.usage),
        cost.add(other.cost),
        unknownCosts + other.unknownCosts);
  }
}
