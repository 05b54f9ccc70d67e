package dev.devtail.terminal.domain;

import java.time.Duration;

/**
 * Bounds of one terminal.
 *
 * @param ringBytes output kept for viewers that come back
 * @param scrollbackLines lines above the screen that a new viewer is given
 * @param holdAfterCut how long a program waits for a viewer that was cut off (or has not come yet)
 *     before its output goes on without it
 * @param linger how long background children may hold a terminal open after the program's end
 * @param killGrace time between hanging up and killing
 */
public record TerminalLimits(
    int ringBytes,
    int scrollbackLines,
    Duration holdAfterCut,
    Duration linger,
    Duration killGrace) {

  /** Input that one viewer may have on its way to the program, in bytes. */
  static final int INPUT_WINDOW_BYTES = 64 * 1024;

  /**
   * Output read ahead of the fastest viewer before the program waits, in bytes; one read more may
   * come. Ctrl-C has to wait for it.
   */
  static final int READ_AHEAD_BYTES = 12 * 1024;

  /** Largest payload of one data frame to a viewer, in bytes. */
  static final int MAX_DATA_BYTES = 16 * 1024;

  /** What a viewer holds of a screen if its client has not said, in bytes. */
  public static final int DEFAULT_SCREEN_BYTES = 256 * 1024;

  /** What every viewer is taken to hold of a screen, in bytes. */
  public static final int MIN_SCREEN_BYTES = 64 * 1024;

  /** Viewers, attached or remembered, of one terminal. */
  static final int MAX_VIEWERS = 64;

  /** How long an acknowledgement waits for output that can carry it. */
  static final Duration ACK_DELAY = Duration.ofMillis(50);
}
