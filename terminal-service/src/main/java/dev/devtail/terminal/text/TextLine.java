package dev.devtail.terminal.text;

/**
 * A line of text that a terminal showed.
 *
 * @param at when its last character came, from a recording's start in milliseconds; or where in an
 *     output its first one is, in bytes
 */
public record TextLine(long at, String text) {

  /** Longer lines are cut into several, in characters. */
  public static final int MAX_CHARS = 1000;
}
