package dev.devtail.router.budget;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;

/**
 * What may be spent.
 *
 * @param user whose it is; empty if it holds for each user, for themselves
 * @param cap in US dollars, for one period
 * @param warnAt share of the cap from which on callers are warned; 0 to 1
 * @param allowUnknownPrice whether a model without a known price may be called under it: such calls
 *     are not counted
 */
public record Budget(
    UUID id,
    Optional<String> user,
    BudgetScope scope,
    Period period,
    BigDecimal cap,
    BigDecimal warnAt,
    AtCap atCap,
    boolean allowUnknownPrice) {

  /** Share of the cap from which on callers are warned, unless told otherwise. */
  public static final BigDecimal DEFAULT_WARN_AT = new BigDecimal("0.8");

  public Budget {
    if (cap.signum() < 0) {
      throw new IllegalArgumentException("cap: %s (expected: >= 0)".formatted(cap));
    }
    if (warnAt.signum() < 0 || warnAt.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("warn-at: %s (expected: 0 to 1)".formatted(warnAt));
    }
  }

  /** Whether calls are refused under it. */
  public boolean refuses() {
    return atCap != AtCap.WARN;
  }
}
