package dev.devtail.terminal.screen;

/**
 * One cell of the grid as a {@code long}: the code point (21 bits), whether its text is more than
 * one code point (then {@link Row#text} has it), its width (2 bits), whether it is protected from
 * selective erasing, and in the upper half the id of its style in {@link Styles}.
 *
 * <p>A cell without content and of width 1 is blank. The second half of a wide character has
 * neither content nor width.
 */
final class Cells {
  static final int CODE_POINT = 0x1FFFFF;
  static final int COMBINED = 1 << 21;
  static final int CONTENT = CODE_POINT | COMBINED;
  static final int WIDTH_SHIFT = 22;
  static final int WIDTH = 3 << WIDTH_SHIFT;
  static final int PROTECTED = 1 << 24;
  static final int STYLE_SHIFT = 32;

  /** A narrow cell's width bits. */
  static final int NARROW = 1 << WIDTH_SHIFT;

  /** A cell that was never written. */
  static final long BLANK = NARROW;

  private Cells() {}

  /** What all cells drawn with a style have in common: to be or-ed with a content and a width. */
  static long base(int style, boolean isProtected) {
    return ((long) style << STYLE_SHIFT) | (isProtected ? PROTECTED : 0);
  }

  static long blank(long base) {
    return base | NARROW;
  }

  static long of(long base, int codePoint, int width) {
    return base | codePoint | ((long) width << WIDTH_SHIFT);
  }

  static int codePoint(long cell) {
    return (int) cell & CODE_POINT;
  }

  static boolean hasContent(long cell) {
    return ((int) cell & CONTENT) != 0;
  }

  static boolean isCombined(long cell) {
    return ((int) cell & COMBINED) != 0;
  }

  static boolean isProtected(long cell) {
    return ((int) cell & PROTECTED) != 0;
  }

  static boolean isBlank(long cell) {
    return ((int) cell & (CONTENT | WIDTH)) == NARROW;
  }

  /** The second half of a wide character, wherever it stands. */
  static boolean isTail(long cell) {
    return ((int) cell & (CONTENT | WIDTH)) == 0;
  }

  static int width(long cell) {
    return ((int) cell & WIDTH) >>> WIDTH_SHIFT;
  }

  static int style(long cell) {
    return (int) (cell >>> STYLE_SHIFT);
  }

  /** The same cell with its style under another id. */
  static long restyle(long cell, int style) {
    return ((long) style << STYLE_SHIFT) | (cell & 0xFFFF_FFFFL);
  }
}
