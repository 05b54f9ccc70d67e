package dev.devtail.terminal.screen;

/** The control functions that change what is on the screen, other than by printing. */
final class Editor {
  private static final int PRIVATE = '?' << 8;

  private final Terminal terminal;

  Editor(Terminal terminal) {
    this.terminal = terminal;
  }

  void sequence(int function, Params params) {
    Buffer buffer = terminal.active;
    boolean origin = terminal.modes.origin;
    int count = params.firstOrOne();
    long fill = terminal.pen.eraser();
    switch (function) {
      case 'J' -> eraseDisplay(params.get(0), fill, false);
      case 'K' -> eraseLine(params.get(0), fill, false);
      case PRIVATE | 'J' -> eraseDisplay(params.get(0), fill, true);
      case PRIVATE | 'K' -> eraseLine(params.get(0), fill, true);
      case 'L' -> insertLines(count, fill);
      case 'M' -> deleteLines(count, fill);
      case '@' -> {
        buffer.restrict(origin);
        buffer.currentRow().insert(buffer.x, count, fill);
      }
      case 'P' -> {
        buffer.restrict(origin);
        buffer.currentRow().delete(buffer.x, count, fill);
      }
      case 'X' -> {
        buffer.restrict(origin);
        int end = Math.min(count, buffer.columns() - buffer.x) + buffer.x;
        buffer.currentRow().erase(buffer.x, end, fill);
      }
      case 'S' -> {
        for (int i = Math.min(count, height()); i > 0; i--) {
          buffer.deleteLine(buffer.top, fill);
        }
      }
      case 'T' -> {
        for (int i = Math.min(count, height()); i > 0; i--) {
          buffer.insertLine(buffer.top, Cells.BLANK);
        }
      }
      case ' ' << 8 | '@' -> shiftColumns(0, -count, fill);
      case ' ' << 8 | 'A' -> shiftColumns(0, count, fill);
      case '\'' << 8 | '}' -> shiftColumns(buffer.x, count, fill);
      case '\'' << 8 | '~' -> shiftColumns(buffer.x, -count, fill);
      default -> {}
    }
  }

  private int height() {
    return terminal.active.bottom - terminal.active.top + 1;
  }

  private void eraseDisplay(int what, long fill, boolean selective) {
    Buffer buffer = terminal.active;
    buffer.restrict(buffer.columns(), terminal.modes.origin);
    switch (what) {
      case 0 -> {
        eraseLine(0, fill, selective);
        eraseLines(buffer.y + 1, buffer.rows(), fill, selective);
      }
      case 1 -> {
        eraseLine(1, fill, selective);
        buffer.currentRow().wrapped = false;
        if (buffer.x + 1 >= buffer.columns() && buffer.y + 1 < buffer.rows()) {
          buffer.row(buffer.y + 1).wrapped = false;
        }
        eraseLines(0, buffer.y, fill, selective);
      }
      case 2 -> eraseLines(0, buffer.rows(), fill, selective);
      case 3 -> buffer.scrollback().clear();
      default -> {}
    }
  }

  private void eraseLines(int from, int to, long fill, boolean selective) {
    for (int line = from; line < to; line++) {
      Row row = terminal.active.row(line);
      if (selective) {
        row.fillUnprotected(fill);
      } else {
        row.fill(fill);
      }
      row.wrapped = false;
    }
  }

  private void eraseLine(int what, long fill, boolean selective) {
    Buffer buffer = terminal.active;
    buffer.restrict(buffer.columns(), terminal.modes.origin);
    Row row = buffer.currentRow();
    switch (what) {
      case 0 -> {
        erase(row, buffer.x, buffer.columns(), fill, selective);
        row.wrapped &= buffer.x > 0;
      }
      case 1 -> erase(row, 0, buffer.x + 1, fill, selective);
      case 2 -> {
        erase(row, 0, buffer.columns(), fill, selective);
        row.wrapped = false;
      }
      default -> {}
    }
  }

  private static void erase(Row row, int from, int to, long fill, boolean selective) {
    if (selective) {
      row.eraseUnprotected(from, to, fill);
    } else {
      row.erase(from, to, fill);
    }
  }

  private void insertLines(int count, long fill) {
    Buffer buffer = terminal.active;
    buffer.restrict(terminal.modes.origin);
    if (!buffer.isOutsideRegion()) {
      for (int i = Math.min(count, height()); i > 0; i--) {
        buffer.insertLine(buffer.y, fill);
      }
      buffer.x = 0;
    }
  }

  private void deleteLines(int count, long fill) {
    Buffer buffer = terminal.active;
    buffer.restrict(terminal.modes.origin);
    if (!buffer.isOutsideRegion()) {
      for (int i = Math.min(count, height()); i > 0; i--) {
        buffer.deleteLine(buffer.y, fill);
      }
      buffer.x = 0;
    }
  }

  /** Moves the text of the region's lines right, or left if the count is negative. */
  private void shiftColumns(int column, int count, long fill) {
    Buffer buffer = terminal.active;
    if (buffer.isOutsideRegion()) {
      return;
    }
    for (int line = buffer.top; line <= buffer.bottom; line++) {
      Row row = buffer.row(line);
      if (count > 0) {
        row.insert(column, count, fill);
      } else {
        row.delete(column, -count, fill);
      }
      row.wrapped = false;
    }
  }

  /** DECALN. */
  void alignmentPattern() {
    Buffer buffer = terminal.active;
    Pen pen = terminal.pen;
    int style = terminal.styles.id(pen.foreground(), pen.background(), 0, null);
    long base = Cells.base(style, (pen.background() & Attributes.PROTECTED) != 0);
    buffer.moveTo(0, 0, terminal.modes.origin);
    int from = buffer == terminal.main ? buffer.y : 0;
    for (int line = from; line < buffer.rows(); line++) {
      Row row = buffer.row(line);
      row.fill(Cells.of(base, 'E', 1));
      row.wrapped = false;
    }
    buffer.moveTo(0, 0, terminal.modes.origin);
  }
}
