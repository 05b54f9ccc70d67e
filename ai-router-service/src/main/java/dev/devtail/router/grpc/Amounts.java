package dev.devtail.router.grpc;

import java.math.BigDecimal;

/** Amounts of money as the protocol has them. */
final class Amounts {

  private Amounts() {}

  /** Exact, without zeros at the end, and never with an exponent. */
  static String text(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }
}
