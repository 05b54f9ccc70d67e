package dev.devtail.router.translate.gemini;

import dev.devtail.router.translate.conversation.Effort;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of Google's models by their names, where they differ in what they refuse. A name
 * that is not known is taken for that of a newer one.
 */
final class GeminiModel {

  /** How thinking is asked for. */
  enum ThinkingMode {
    /** It cannot be: up to 2.0, and Gemma. */
    NONE,
    /** {@code thinkingBudget}: 2.5. */
    BUDGET,
    /** {@code thinkingLevel}: since 3. */
    LEVEL
  }

  private static final Pattern VERSION = Pattern.compile("gemini-(\\d+)(?:\\.(\\d+))?");

  private static final long LEAST_BUDGET_OF_PRO = 128;
  private static final long LEAST_BUDGET = 0;
  private static final long MOST_BUDGET_OF_PRO = 32_768;
  private static final long MOST_BUDGET = 24_576;

  private final ThinkingMode thinking;
  private final boolean pro;

  GeminiModel(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Matcher version = VERSION.matcher(lower);
    pro = lower.contains("pro");
    if (version.find()) {
      int major = version.group(1).length() > 2 ? 0 : Integer.parseInt(version.group(1));
      boolean half = "5".equals(version.group(2));
      thinking =
          major >= 3
              ? ThinkingMode.LEVEL
              : major == 2 && half ? ThinkingMode.BUDGET : ThinkingMode.NONE;
    } else {
      thinking = lower.contains("gemma") ? ThinkingMode.NONE : ThinkingMode.LEVEL;
    }
  }

  ThinkingMode thinking() {
    return thinking;
  }

  /** Whether calls of tools must bear the signature that the model has put to them. */
  boolean checksSignatures() {
    return thinking == ThinkingMode.LEVEL;
  }

  /** What comes nearest to a wish, in tokens. Pro cannot be kept from thinking. */
  long budget(long tokens) {
    return pro
        ? Math.clamp(tokens, LEAST_BUDGET_OF_PRO, MOST_BUDGET_OF_PRO)
        : Math.clamp(tokens, LEAST_BUDGET, MOST_BUDGET);
  }

  /** As {@link #budget(long)}, of an effort. */
  long budget(Effort effort) {
    return budget(
        switch (effort) {
          case NONE -> 0;
          case MINIMAL -> 512;
          case LOW -> 1024;
          case MEDIUM -> 8192;
          case HIGH -> 24_576;
          case XHIGH, MAX -> 32_768;
        });
  }

  /** What comes nearest to an effort of the levels that there are: Pro has two. */
  Effort level(Effort effort) {
    if (pro) {
      return effort.compareTo(Effort.MEDIUM) < 0 ? Effort.LOW : Effort.HIGH;
    }
    return effort.within(Effort.MINIMAL, Effort.HIGH);
  }
}
