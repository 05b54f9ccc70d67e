package dev.devtail.router.translate.messages;

import dev.devtail.router.translate.conversation.Effort;
import dev.devtail.router.translate.conversation.Thinking;
import java.util.OptionalLong;

/** How much one of Anthropic's older models is to think, for those that ask in words. */
final class ThinkingPlan {

  /** The least that Anthropic takes, in tokens. */
  static final long MIN_BUDGET = 1024;

  private static final long LOW_BUDGET = 2048;
  private static final long MEDIUM_BUDGET = 8192;
  private static final long HIGH_BUDGET = 16_384;
  private static final long MOST_BUDGET = 31_999;

  private ThinkingPlan() {}

  /**
   * @param maxTokens of the answer, of which thinking is a part
   * @return tokens; empty if the answer has no room for thinking
   */
  static OptionalLong budget(Effort effort, long maxTokens) {
    return budget(
        new Thinking.Budget(
            switch (effort) {
              case NONE, MINIMAL -> MIN_BUDGET;
              case LOW -> LOW_BUDGET;
              case MEDIUM -> MEDIUM_BUDGET;
              case HIGH -> HIGH_BUDGET;
              case XHIGH, MAX -> MOST_BUDGET;
            }),
        maxTokens);
  }

  static OptionalLong budget(Thinking.Budget wanted, long maxTokens) {
    // Half is left for the answer itself, where that leaves enough to think with.
    long most = Math.max(maxTokens / 2, Math.min(maxTokens - 1, MIN_BUDGET));
    long budget = Math.max(MIN_BUDGET, Math.min(wanted.tokens(), most));
    return budget < maxTokens ? OptionalLong.of(budget) : OptionalLong.empty();
  }
}
