package dev.devtail.context.budget;

import dev.devtail.context.token.Encoding;
import dev.devtail.kit.fault.Fault;

/**
 * What a context may have.
 *
 * @param tokens of the whole text, at most
 * @param encoding whose tokens; of an estimate the upper bound counts
 */
public record Budget(long tokens, Encoding encoding) {

  /** More than any model takes. */
  public static final long MAX_TOKENS = 100_000_000;

  /**
   * @throws Fault INVALID_ARGUMENT if that is no budget
   */
  public Budget {
    if (tokens < 0 || tokens > MAX_TOKENS) {
      throw Fault.invalid("budget", tokens, "0 to " + MAX_TOKENS);
    }
  }
}
