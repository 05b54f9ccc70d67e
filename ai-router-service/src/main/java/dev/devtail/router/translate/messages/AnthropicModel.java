package dev.devtail.router.translate.messages;

import dev.devtail.router.translate.conversation.Effort;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of Anthropic's models by their names, where they differ in what they refuse. A name
 * that is not known is taken for that of a newer one.
 */
final class AnthropicModel {

  /** How thinking is asked for. */
  enum ThinkingMode {
    /** It cannot be. */
    NONE,
    /** {@code enabled}, with a budget: up to 4.5. */
    BUDGET,
    /** {@code adaptive}, and an effort beside it: since 4.6. */
    ADAPTIVE
  }

  private static final Pattern THIRD = Pattern.compile("claude-(2|instant|3(?![.-]7))");
  private static final Pattern THIRD_THAT_THINKS = Pattern.compile("claude-3[.-]7");

  /** The fourth generation; a date is no minor version. */
  private static final Pattern FOURTH =
      Pattern.compile("(opus|sonnet|haiku)-4(?:[.-](\\d{1,2})(?!\\d))?");

  private static final long MAX_TOKENS_OF_THIRD = 4096;

  /** What the smallest of the fourth generation can write. */
  private static final long MAX_TOKENS = 32_000;

  private final ThinkingMode thinking;
  private final boolean knowsEffort;
  private final Effort mostEffort;
  private final boolean takesSampling;
  private final boolean takesOneSamplingOnly;
  private final long defaultMaxTokens;

  AnthropicModel(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Matcher fourth = FOURTH.matcher(lower);
    if (THIRD.matcher(lower).find()) {
      thinking = ThinkingMode.NONE;
      knowsEffort = false;
      mostEffort = Effort.NONE;
      takesSampling = true;
      takesOneSamplingOnly = false;
      defaultMaxTokens = MAX_TOKENS_OF_THIRD;
      return;
    }
    defaultMaxTokens = MAX_TOKENS;
    if (THIRD_THAT_THINKS.matcher(lower).find()) {
      thinking = ThinkingMode.BUDGET;
      knowsEffort = false;
      mostEffort = Effort.NONE;
      takesSampling = true;
      takesOneSamplingOnly = false;
      return;
    }
    int minor = fourth.find() ? minor(fourth) : Integer.MAX_VALUE;
    thinking = minor <= 5 ? ThinkingMode.BUDGET : ThinkingMode.ADAPTIVE;
    knowsEffort = minor > 5 || (minor == 5 && lower.contains("opus"));
    mostEffort = minor <= 6 ? Effort.HIGH : Effort.MAX;
    takesSampling = minor <= 6;
    takesOneSamplingOnly = true;
  }

  private static int minor(Matcher fourth) {
    return fourth.group(2) == null ? 0 : Integer.parseInt(fourth.group(2));
  }

  ThinkingMode thinking() {
    return thinking;
  }

  /** What comes nearest to it; empty if the model knows no effort. */
  Optional<Effort> effort(Effort wanted) {
    return knowsEffort ? Optional.of(wanted.within(Effort.LOW, mostEffort)) : Optional.empty();
  }

  /** Whether {@code temperature} and the like may be set. */
  boolean takesSampling() {
    return takesSampling;
  }

  /** Whether only one of {@code temperature} and {@code top_p} may be. */
  boolean takesOneSamplingOnly() {
    return takesOneSamplingOnly;
  }

  /** For callers that do not bound the answer: Anthropic wants a bound. */
  long defaultMaxTokens() {
    return defaultMaxTokens;
  }
}
