package dev.devtail.terminal.screen;

/** Puts text onto the screen. */
final class Printer {
  /**
   * A character is repeated so often or so that it fills the screen, whichever is more: a few bytes
   * must not keep the thread busy.
   */
  private static final int MIN_REPEATS = 1024;

  private final Terminal terminal;

  Printer(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Before a stretch of text: a wide character that it cuts on its left goes. */
  void begin() {
    Buffer buffer = terminal.active;
    Row row = buffer.currentRow();
    if (buffer.x > 0 && row.width(buffer.x - 1) == 2) {
      row.set(buffer.x - 1, Cells.blank(terminal.pen.base()));
    }
  }

  /** After a stretch of text: the rest of a wide character that it cut on its right goes. */
  void end() {
    Buffer buffer = terminal.active;
    Row row = buffer.currentRow();
    if (buffer.x < buffer.columns() && row.isTail(buffer.x)) {
      row.set(buffer.x, Cells.blank(terminal.pen.base()));
    }
  }

  void ascii(byte[] bytes, int offset, int length) {
    if (terminal.modes.insert || terminal.charsets.active() != Charset.ASCII) {
      for (int i = offset; i < offset + length; i++) {
        print(bytes[i]);
      }
      return;
    }
    Buffer buffer = terminal.active;
    int columns = buffer.columns();
    long base = terminal.pen.base();
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (buffer.x >= columns) {
        if (terminal.modes.autoWrap) {
          wrap();
        } else {
          // All the rest overwrites the last column, and the last character wins.
          buffer.x = columns - 1;
          from = end - 1;
        }
      }
      int count = Math.min(end - from, columns - buffer.x);
      buffer.currentRow().set(buffer.x, bytes, from, count, base);
      buffer.x += count;
      from += count;
    }
    terminal.joinWidth = 1;
  }

  void print(int character) {
    Buffer buffer = terminal.active;
    int codePoint =
        character < 0x7F && terminal.charsets.active() != Charset.ASCII
            ? terminal.charsets.active().map(character)
            : character;
    int width = CharWidth.of(codePoint);
    int joined = width == 0 ? terminal.joinWidth : 0;
    terminal.joinWidth = width == 0 ? joined : width;
    if (buffer.x + width > buffer.columns()) {
      if (terminal.modes.autoWrap) {
        wrap();
      } else {
        buffer.x = buffer.columns() - 1;
        if (width == 2) {
          return;
        }
      }
    }
    Row row = buffer.currentRow();
    if (joined > 0 && buffer.x > 0) {
      // A cell without width is the second half of the one before.
      int column = buffer.x - (row.width(buffer.x - 1) == 0 ? 2 : 1);
      row.combine(column, codePoint, joined);
      return;
    }
    long base = terminal.pen.base();
    if (terminal.modes.insert) {
      row.insert(buffer.x, width, Cells.blank(base));
    }
    row.set(buffer.x++, Cells.of(base, codePoint, width));
    if (width == 2) {
      row.set(buffer.x++, base);
    }
  }

  /** REP: prints the last character again, if nothing came after it. */
  void repeat(int count) {
    Buffer buffer = terminal.active;
    int column = buffer.x - terminal.joinWidth;
    if (terminal.joinWidth == 0 || column < 0) {
      return;
    }
    int[] text = buffer.currentRow().text(column).codePoints().toArray();
    if (text.length == 0) {
      return;
    }
    begin();
    int most = Math.max(buffer.columns() * buffer.rows(), MIN_REPEATS);
    for (int i = Math.min(count, most); i > 0; i--) {
      for (int codePoint : text) {
        print(codePoint);
      }
    }
    end();
  }

  /** Goes on in the next line, which then counts as wrapped. */
  private void wrap() {
    Buffer buffer = terminal.active;
    long blank = Cells.blank(terminal.pen.base());
    for (Row row = buffer.currentRow(); buffer.x < buffer.columns(); buffer.x++) {
      row.set(buffer.x, blank);
    }
    buffer.x = 0;
    if (buffer.y == buffer.bottom) {
      buffer.scroll(terminal.pen.eraser(), true);
    } else {
      buffer.y = Math.min(buffer.y + 1, buffer.rows() - 1);
      buffer.currentRow().wrapped = true;
    }
  }
}
