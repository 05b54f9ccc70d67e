package dev.devtail.terminal.screen;

import java.util.BitSet;

/** All there is to know about a terminal, but for what its parser is in the middle of. */
final class Terminal {
  /** Longer titles are cut. */
  static final int MAX_TITLE = 1024;

  final Styles styles = new Styles(this::markStyles);
  final Pen pen = new Pen(styles);
  final Modes modes = new Modes();
  final Charsets charsets = new Charsets();
  final Palette palette = new Palette();
  final Buffer main;
  final Buffer alternate;
  Buffer active;
  String title = "";
  String iconName = "";

  /** Width of the character that a combining one would join, 0 if it would stand alone. */
  int joinWidth;

  Terminal(int columns, int rows, int scrollbackLines) {
    main = new Buffer(columns, rows, scrollbackLines, styles);
    alternate = new Buffer(columns, rows, 0, styles);
    active = main;
  }

  int columns() {
    return main.columns();
  }

  int rows() {
    return main.rows();
  }

  void resize(int columns, int rows) {
    main.resize(columns, rows, true);
    alternate.resize(columns, rows, false);
    main.tabs.resize(columns);
    alternate.tabs.resize(columns);
  }

  /** The cursor goes along; the alternate screen is empty each time. */
  void useAlternate() {
    if (active == main) {
      active = alternate;
      alternate.clear(pen.eraser());
      alternate.x = main.x;
      alternate.y = main.y;
    }
  }

  void useMain() {
    if (active == alternate) {
      active = main;
      main.x = alternate.x;
      main.y = alternate.y;
      alternate.clear(Cells.BLANK);
      alternate.release();
    }
  }

  void saveCursor() {
    active.save(pen, charsets.active());
  }

  void restoreCursor() {
    SavedCursor saved = active.saved;
    active.x = saved.x;
    active.y = Math.max(saved.line - active.scrollback().size(), 0);
    pen.set(saved.foreground, saved.background);
    charsets.active(saved.charset);
    active.restrict(modes.origin);
  }

  /** DECSTR. */
  void softReset() {
    modes.softReset();
    modes.cursorHidden = false;
    active.top = 0;
    active.bottom = rows() - 1;
    pen.reset();
    charsets.reset();
    active.saved.reset(active.scrollback().size());
  }

  /** RIS. Title and palette stay, as in xterm.js. */
  void reset() {
    modes.reset();
    pen.reset();
    charsets.reset();
    useMain();
    for (Buffer buffer : new Buffer[] {main, alternate}) {
      buffer.scrollback().clear();
      buffer.clear(Cells.BLANK);
      buffer.saved.reset(0);
    }
  }

  private void markStyles(BitSet used) {
    used.set(pen.style());
    used.set(pen.eraserStyle());
    main.markStyles(used);
    alternate.markStyles(used);
  }
}
