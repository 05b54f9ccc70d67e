package dev.devtail.terminal.recording;

/**
 * A line of text that a recording showed.
 *
 * @param timeMillis when its last character came, from the recording's start
 */
public record TextLine(long timeMillis, String text) {

  /** Longer lines are cut into several, in characters. */
  public static final int MAX_CHARS = 1000;
}
