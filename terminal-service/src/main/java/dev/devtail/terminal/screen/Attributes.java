package dev.devtail.terminal.screen;

/**
 * The bits of a style. A style is three numbers: foreground and background are each a colour with
 * flags above it, the third is the underline's style and colour.
 *
 * <p>{@link #EXTENDED} says that the third number and the link count; xterm.js maintains it apart
 * from them, and restoring a saved cursor brings it back without them, so it is held the same way.
 */
final class Attributes {
  static final int VALUE = 0xFFFFFF;
  static final int MODE = 3 << 24;
  static final int COLOR = MODE | VALUE;
  static final int BASIC = 1 << 24;
  static final int INDEXED = 2 << 24;
  static final int RGB = 3 << 24;

  /** In the foreground. */
  static final int INVERSE = 1 << 26;

  static final int BOLD = 1 << 27;
  static final int UNDERLINE = 1 << 28;
  static final int BLINK = 1 << 29;
  static final int INVISIBLE = 1 << 30;
  static final int STRIKETHROUGH = 1 << 31;

  /** In the background. */
  static final int ITALIC = 1 << 26;

  static final int DIM = 1 << 27;
  static final int EXTENDED = 1 << 28;
  static final int PROTECTED = 1 << 29;
  static final int OVERLINE = 1 << 30;

  /** In the third number. */
  static final int UNDERLINE_SHIFT = 26;

  static final int UNDERLINE_STYLE = 7 << UNDERLINE_SHIFT;
  static final int SINGLE = 1;
  static final int DOUBLE = 2;
  static final int DASHED = 5;

  private Attributes() {}

  static int underlineStyle(int extended) {
    return (extended & UNDERLINE_STYLE) >>> UNDERLINE_SHIFT;
  }
}
