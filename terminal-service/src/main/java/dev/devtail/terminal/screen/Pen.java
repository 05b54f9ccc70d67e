package dev.devtail.terminal.screen;

import static dev.devtail.terminal.screen.Attributes.*;

import org.jspecify.annotations.Nullable;

/** The attributes that the next characters get. */
final class Pen {
  private final Styles styles;
  private int foreground;
  private int background;
  private int extended;
  private @Nullable Link link;

  private boolean changed;
  private long base;
  private long eraser = Cells.BLANK;

  Pen(Styles styles) {
    this.styles = styles;
  }

  int foreground() {
    return foreground;
  }

  int background() {
    return background;
  }

  int extended() {
    return extended;
  }

  @Nullable Link link() {
    return link;
  }

  /** What cells drawn with this pen are made of. */
  long base() {
    refresh();
    return base;
  }

  /** What erased cells become: blank, with the pen's background colour and nothing else. */
  long eraser() {
    refresh();
    return eraser;
  }

  /** As after a reset of the terminal. */
  void reset() {
    set(0, 0);
    extended = 0;
    link = null;
  }

  /**
   * What restoring a saved cursor brings back: all but underline style, its colour and the link.
   */
  void set(int newForeground, int newBackground) {
    foreground = newForeground;
    background = newBackground;
    changed = true;
  }

  void link(@Nullable Link newLink) {
    link = newLink;
    extendedChanged();
  }

  /** SGR 0: a link stays open. */
  void plain() {
    set(0, 0);
    extended = 0;
    extendedChanged();
  }

  void foreground(int set, int clear) {
    foreground = (foreground & ~clear) | set;
    changed = true;
  }

  void background(int set, int clear) {
    background = (background & ~clear) | set;
    changed = true;
  }

  /** SGR 4 and its kin; style 0 is none, an unknown style is a single line. */
  void underline(int style) {
    int known = style < 0 || style > DASHED ? SINGLE : style;
    extended = (extended & ~UNDERLINE_STYLE) | (known << UNDERLINE_SHIFT);
    foreground(known == 0 ? 0 : UNDERLINE, UNDERLINE);
    extendedChanged();
  }

  void underlineColor(int color) {
    extended = (extended & ~COLOR) | color;
    changed = true;
  }

  /** SGR 59: xterm.js makes the underline white instead of following the text. */
  void defaultUnderlineColor() {
    underlineColor(COLOR);
    extendedChanged();
  }

  private void extendedChanged() {
    boolean empty = (extended & UNDERLINE_STYLE) == 0 && link == null;
    background(empty ? 0 : EXTENDED, EXTENDED);
  }

  private void refresh() {
    if (changed) {
      changed = false;
      int style = styles.id(foreground, background, extended, link);
      base = Cells.base(style, (background & PROTECTED) != 0);
      int color = background & COLOR;
      eraser = Cells.blank(Cells.base(styles.id(0, color, 0, null), false));
    }
  }

  /** The ids of styles this pen holds on to. */
  int style() {
    return Cells.style(base);
  }

  int eraserStyle() {
    return Cells.style(eraser);
  }
}
