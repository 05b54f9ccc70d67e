package dev.devtail.router.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts for people. */
final class Dollars {

  private static final int DECIMALS = 4;
  private static final int CENTS = 2;

  private Dollars() {}

  /** To the hundredth of a cent, as in {@code $1.00} or {@code $0.0312}. */
  static String text(BigDecimal amount) {
    BigDecimal rounded = amount.setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
    return "$" + rounded.setScale(Math.max(CENTS, rounded.scale())).toPlainString();
  }
}
