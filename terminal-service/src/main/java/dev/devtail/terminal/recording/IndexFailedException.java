package dev.devtail.terminal.recording;

import org.jspecify.annotations.Nullable;

/** The index of recordings cannot be used now; it is opened anew after a while. */
final class IndexFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param cause null if it failed before, and rests
   */
  IndexFailedException(@Nullable Exception cause) {
    super("the index of recordings cannot be used", cause);
  }
}
