package dev.devtail.router.role;

import java.time.Duration;

/**
 * What a hook has said.
 *
 * @param hook its command or address
 * @param message the reason of a block or a warning; empty if there is none
 * @param context what it wants the next model to read; empty if nothing
 */
public record HookResult(
    HookPoint point,
    String hook,
    Verdict verdict,
    String message,
    String context,
    Duration duration) {

  /** Of the message and of the context, in characters; what is longer loses its beginning. */
  public static final int MAX_TEXT = 8_000;

  /** What becomes of the step. */
  public enum Verdict {
    PASSED,
    /** It goes on all the same. */
    WARNED,
    /** It does not count. */
    BLOCKED
  }

  public HookResult {
    message = Texts.end(message.strip(), MAX_TEXT);
    context = Texts.end(context.strip(), MAX_TEXT);
  }
}
