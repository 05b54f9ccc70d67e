package dev.devtail.router.translate.messages;

import dev.devtail.router.translate.conversation.Effort;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of models that speak Messages by their names, where they differ in what they
 * refuse. A Claude that is not known is taken for a newer one; what is none is taken to know what
 * was there first.
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

  private static final Pattern CLAUDE = Pattern.compile("claude|opus|sonnet|haiku");
  private static final Pattern THIRD = Pattern.compile("claude-(2|instant|3(?![.-]7))");

  /** Claude 3.7. */
  private static final Pattern FIRST_THAT_THINKS = Pattern.compile("claude-3[.-]7");

  /** The fourth generation; a date is no minor version. */
  private static final Pattern FOURTH =
      Pattern.compile("(opus|sonnet|haiku)-4(?:[.-](\\d{1,2})(?!\\d))?");

  private static final long MAX_TOKENS_OF_THIRD = 4096;

  /** What the smallest of the fourth generation can write. */
  private static final long MAX_TOKENS = 32_000;

  private final boolean claude;
  private final boolean third;
  private final boolean opus;

  /** Of the fourth generation; -1 for what was before, and a high one for what comes after. */
  private final int minor;

  AnthropicModel(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    claude = CLAUDE.matcher(lower).find();
    third = THIRD.matcher(lower).find();
    opus = lower.contains("opus");
    Matcher fourth = FOURTH.matcher(lower);
    if (!claude || third || FIRST_THAT_THINKS.matcher(lower).find()) {
      minor = -1;
    } else {
      minor = fourth.find() ? minor(fourth) : Integer.MAX_VALUE;
    }
  }

  private static int minor(Matcher fourth) {
    return fourth.group(2) == null ? 0 : Integer.parseInt(fourth.group(2));
  }

  /** Whether anything is known of it. */
  boolean isClaude() {
    return claude;
  }

  ThinkingMode thinking() {
    if (third) {
      return ThinkingMode.NONE;
    }
    return minor <= 5 ? ThinkingMode.BUDGET : ThinkingMode.ADAPTIVE;
  }

  /** Whether a budget is refused: since 4.7. */
  boolean refusesBudget() {
    return minor >= 7;
  }

  /** What comes nearest to it; empty if the model knows no effort. */
  Optional<Effort> effort(Effort wanted) {
    boolean knowsEffort = minor > 5 || (minor == 5 && opus);
    return knowsEffort
        ? Optional.of(wanted.within(Effort.LOW, minor <= 6 ? Effort.HIGH : Effort.MAX))
        : Optional.empty();
  }

  /** Whether {@code temperature} and the like may be set: up to 4.6. */
  boolean takesSampling() {
    return minor <= 6;
  }

  /** Whether only one of {@code temperature} and {@code top_p} may be: since the fourth. */
  boolean takesOneSamplingOnly() {
    return minor >= 0;
  }

  /** For callers that do not bound the answer: Anthropic wants a bound. */
  long defaultMaxTokens() {
    return third ? MAX_TOKENS_OF_THIRD : MAX_TOKENS;
  }
}
