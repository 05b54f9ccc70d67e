package dev.devtail.cli.remote;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts of money for people. */
final class Dollars {

  /** Below it, cents say nothing. */
  private static final BigDecimal SMALL = BigDecimal.ONE;

  private static final int CENTS = 2;
  private static final int DECIMALS_OF_SMALL = 4;

  private Dollars() {}

  /**
   * As in {@code $12.34}, or {@code $0.0123} below a dollar.
   *
   * @param exact as the protocol has it
   */
  static String text(String exact) {
    return text(new BigDecimal(exact));
  }

  static String text(BigDecimal amount) {
    int decimals = amount.abs().compareTo(SMALL) < 0 ? DECIMALS_OF_SMALL : CENTS;
    return "$" + amount.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }
}
