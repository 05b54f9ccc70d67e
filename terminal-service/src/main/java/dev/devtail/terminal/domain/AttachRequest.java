package dev.devtail.terminal.domain;

import org.jspecify.annotations.Nullable;

/**
 * A viewer that wants to be attached.
 *
 * @param epoch rises with each attachment of the viewer; the highest wins
 * @param role what it may do
 * @param resume what it has of the output, null if nothing
 * @param window how many bytes it takes before it grants more
 */
public record AttachRequest(
    ViewerId viewer,
    long epoch,
    ViewerRole role,
    WindowSize size,
    @Nullable ResumePoint resume,
    long window) {

  /**
   * @param incarnation of the terminal it was attached to
   * @param offset the next output byte it wants
   */
  public record ResumePoint(long incarnation, long offset) {}
}
