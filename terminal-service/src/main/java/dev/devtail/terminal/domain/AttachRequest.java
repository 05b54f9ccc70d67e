package dev.devtail.terminal.domain;

import org.jspecify.annotations.Nullable;

/**
 * A viewer that wants to be attached.
 *
 * @param epoch rises with each attachment of the viewer; the highest wins
 * @param role what it may do
 * @param resume what it has of the output, null if nothing
 * @param window how many bytes it takes before it grants more
 * @param screenBytes what it holds of a screen: of a larger one it is not given the oldest lines
 */
public record AttachRequest(
    ViewerId viewer,
    long epoch,
    ViewerRole role,
    WindowSize size,
    @Nullable ResumePoint resume,
    long window,
    int screenBytes) {

  /**
   * @param incarnation of the terminal it was attached to
   * @param offset the next output byte it wants
   */
  public record ResumePoint(long incarnation, long offset) {}
}
