package dev.devtail.router.budget;

import java.math.BigDecimal;

/**
 * How an account stands, in US dollars.
 *
 * @param spent by calls that are over
 * @param reserved for calls that are under way: the most that they may cost
 * @param allowed beyond the budget's cap, in this window
 * @param unknownCalls that are over and whose cost nobody knows; what was reserved for them counts
 *     as spent
 */
public record Balance(
    BigDecimal spent, BigDecimal reserved, BigDecimal allowed, long unknownCalls) {

  public static final Balance NONE =
      new Balance(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0);

  /** What is spent, or may be by what is under way. */
  public BigDecimal taken() {
    return spent.add(reserved);
  }

  /** What may be taken. */
  public BigDecimal limit(BigDecimal cap) {
    return cap.add(allowed);
  }

  /** Whether a call that costs so much at most can be let in under a cap. */
  public boolean hasRoom(BigDecimal amount, BigDecimal cap) {
    return taken().add(amount).compareTo(limit(cap)) <= 0;
  }
}
