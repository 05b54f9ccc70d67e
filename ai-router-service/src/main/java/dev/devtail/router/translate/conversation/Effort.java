package dev.devtail.router.translate.conversation;

import java.util.Locale;
import java.util.Optional;

/** How hard the model is to think, from none upwards. */
public enum Effort {
  NONE,
  MINIMAL,
  LOW,
  MEDIUM,
  HIGH,
  XHIGH,
  MAX;

  /** Budgets of thinking, in tokens, from which on it is more than low, and more than medium. */
  private static final long MEDIUM_TOKENS = 4096;

  private static final long HIGH_TOKENS = 16_384;

  /** As protocols write it. */
  public static Optional<Effort> parse(String text) {
    try {
      return Optional.of(valueOf(text.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /** What comes closest to a budget of thinking in tokens. */
  public static Effort ofBudget(long tokens) {
    return tokens < MEDIUM_TOKENS ? LOW : tokens < HIGH_TOKENS ? MEDIUM : HIGH;
  }

  /** This, or what is nearest to it of these bounds. */
  public Effort within(Effort least, Effort most) {
    return compareTo(least) < 0 ? least : compareTo(most) > 0 ? most : this;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
