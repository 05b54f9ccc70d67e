package dev.devtail.terminal.screen;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Draws the lines of a buffer, scrollback first, into a viewer's terminal whose modes are as after
 * a reset.
 *
 * <p>What makes it more than printing: a line is wrapped only if the text of the one above ran into
 * the margin, so that has to be made to happen also where the text is long gone; and emptiness is
 * not the same as spaces, and can have attributes, which only overwriting half of a wide character
 * leaves behind.
 */
final class Painter {
  /** What is written to be overwritten. */
  private static final char DUMMY = 'x';

  /** A wide character to be cut in half. */
  private static final int WIDE_DUMMY = 0x3000;

  private final Output out;
  private final Brush brush;
  private final int columns;
  private final int rows;

  /** The viewer's cursor. */
  private int x;

  private boolean moved;

  /** Cells left of this column hold what was written to be overwritten. */
  private int dirty;

  /** The background colour of the cells that were not written yet. */
  private int fill;

  Painter(Output out, Brush brush, int columns, int rows) {
    this.out = out;
    this.brush = brush;
    this.columns = columns;
    this.rows = rows;
  }

  /** A line of the buffer or of its scrollback, and the table that its styles are from. */
  private record Line(Row row, Styles styles) {
    int style(int column) {
      return Cells.style(row.get(column));
    }

    /** The width of what can be printed at a column, 0 for a combining character, -1 if nothing. */
    int printable(int column) {
      long cell = row.get(column);
      if (!Cells.hasContent(cell)) {
        return -1;
      }
      int width = Cells.width(cell);
      String text = row.text(column);
      boolean whole = width < 2 || (column + 1 < row.columns() && row.isTail(column + 1));
      boolean natural =
          CharWidth.of(text.codePointAt(0)) == width && (width > 0 || !Cells.isCombined(cell));
      return whole && natural ? width : -1;
    }

    /** Whether printing the last column's text takes the cursor to the margin. */
    boolean endsInText() {
      int last = row.columns() - 1;
      return printable(last) >= 0 || printable(last - 1) == 2;
    }

    /** Whether a cell shows nothing, or nothing that could be printed, and has but a colour. */
    boolean isPlain(int column) {
      return printable(column) < 0 && !isStyledBlank(column);
    }

    boolean isStyledBlank(int column) {
      long cell = row.get(column);
      int style = Cells.style(cell);
      if (style == 0 || !Cells.isBlank(cell)) {
        return false;
      }
      int background = styles.background(style);
      boolean more =
          Attributes.underlineStyle(styles.extended(style)) != 0 || styles.link(style) != null;
      return styles.foreground(style) != 0
          || (background & ~(Attributes.COLOR | Attributes.EXTENDED)) != 0
          || more;
    }

    int color(int column) {
      return styles.background(style(column)) & Attributes.COLOR;
    }

    boolean hasStyleOf(int column, Line other, int otherColumn) {
      int style = style(column);
      int otherStyle = other.style(otherColumn);
      Link link = styles.link(style);
      Link otherLink = other.styles.link(otherStyle);
      return styles.foreground(style) == other.styles.foreground(otherStyle)
          && styles.background(style) == other.styles.background(otherStyle)
          && styles.extended(style) == other.styles.extended(otherStyle)
          && (link == null ? otherLink == null : link.equals(otherLink));
    }
  }

  /**
   * Draws the lines into a terminal that is empty.
   *
   * @param first the first one, counted from the oldest of the scrollback
   * @param atLine called with the number of each line when the viewer's cursor is on it; may move
   *     it within the line, and must tell with {@link #movedTo}
   */
  void paint(Buffer buffer, Styles styles, int first, IntConsumer atLine) {
    Scrollback scrollback = buffer.scrollback();
    int total = scrollback.size() + (first == scrollback.size() ? usedRows(buffer) : rows);
    Scrollback.Reader reader = scrollback.reader(first);
    Styles scrollbackStyles = new Styles();
    @Nullable Line line = null;
    int from = 0;
    for (int i = first; i < total; i++) {
      Line next;
      if (i < scrollback.size()) {
        next = new Line(new Row(columns), scrollbackStyles);
        reader.next(next.row(), scrollbackStyles);
      } else {
        next = new Line(buffer.row(i - scrollback.size()), styles);
      }
      if (line != null) {
        from = advance(line, next, i - first >= rows);
      } else if (next.row().wrapped) {
        beginWrapped();
      }
      line = next;
      atLine.accept(i);
      paint(line, moved ? 0 : from, columns, i == total - 1);
      moved = false;
    }
  }

  /** Tells that someone else moved the viewer's cursor within its line. */
  void movedTo(int column) {
    x = column;
    moved = true;
  }

  private static int usedRows(Buffer buffer) {
    int used = buffer.rows();
    while (used > 0 && buffer.row(used - 1).usedLength() == 0 && !buffer.row(used - 1).wrapped) {
      used--;
    }
    return used;
  }

  /** Makes the first line a wrapped one: its beginning left at the top. */
  private void beginWrapped() {
    brush.plain();
    moveTo(columns - 1);
    out.put(DUMMY).put(DUMMY);
    if (rows > 1) {
      out.text("\033[").number(rows).text(";1H\n");
    }
    out.text("\033[3J\033[H");
    x = 0;
    dirty = 1;
  }

  // ---- from line to line ----

  /** Goes on to the next line; returns the column up to which that is already drawn. */
  private int advance(Line line, Line next, boolean scrolls) {
    int last = columns - 1;
    boolean styledEnd = line.isStyledBlank(last);
    int from = 0;
    if (next.row().wrapped) {
      if (canWrapWithWide(line, next) || (line.endsInText() && canWrapWithText(next))) {
        if (!line.endsInText()) {
          moveTo(last);
        }
        fill = scrolls ? next.color(0) : 0;
        from = next.printable(0);
        x = 0;
        dirty = 0;
        print(next, 0);
        return from;
      }
      if (styledEnd) {
        wrapStyled(line, scrolls);
      } else {
        wrapDummy(line);
      }
    } else if (styledEnd && rows > 1) {
      wrapStyled(line, scrolls);
      out.text("\033[A\r\n");
    } else {
      if (scrolls) {
        brush.useColor(0);
      }
      out.text("\r\n");
      fill = 0;
      dirty = 0;
    }
    x = 0;
    return from;
  }

  /** Whether the next line begins with what did not fit into the last column of this one. */
  private static boolean canWrapWithWide(Line line, Line next) {
    int last = line.row().columns() - 1;
    return Cells.isBlank(line.row().get(last))
        && next.printable(0) == 2
        && next.hasStyleOf(0, line, last)
        && Brush.isReachable(next.styles(), next.style(0));
  }

  private static boolean canWrapWithText(Line next) {
    return next.printable(0) > 0 && Brush.isReachable(next.styles(), next.style(0));
  }

  /** Wraps with a character that does not fit: it leaves the last column empty, in its style. */
  private void wrapStyled(Line line, boolean scrolls) {
    moveTo(columns - 1);
    brush.use(line.styles(), line.style(columns - 1));
    out.codePoint(WIDE_DUMMY).put('\r');
    fill = scrolls ? line.color(columns - 1) : 0;
    dirty = 2;
  }

  private void wrapDummy(Line line) {
    int last = columns - 1;
    boolean isText = line.endsInText();
    brush.plain();
    if (!isText) {
      moveTo(last);
      out.put(rows > 1 ? DUMMY : ' ');
    }
    out.put(DUMMY);
    if (!isText && rows > 1) {
      out.text("\033[A\033[").number(columns).put('G');
      brush.useColor(line.color(last));
      out.text("\033[X\033[B");
    }
    out.put('\r');
    fill = 0;
    dirty = 1;
  }

  // ---- within a line ----

  private void paint(Line line, int from, int to, boolean isLastLine) {
    int column = from;
    while (column < to) {
      int width = line.printable(column);
      if (width >= 0) {
        moveTo(column);
        print(line, column);
        column += Math.max(width, 1);
      } else if (line.isStyledBlank(column)) {
        if (column < columns - 1) {
          styledBlank(line, column);
        } else if (isLastLine) {
          styledEnd(line);
        }
        column++;
      } else {
        int color = line.color(column);
        int end = column + 1;
        while (end < to && line.isPlain(end) && line.color(end) == color) {
          end++;
        }
        erase(column, end, color);
        column = end;
      }
    }
  }

  private void print(Line line, int column) {
    long cell = line.row().get(column);
    brush.use(line.styles(), Cells.style(cell));
    int width = Cells.width(cell);
    if (width == 0) {
      // Moving keeps it from joining what was printed before.
      goTo(column);
    }
    if (Cells.isCombined(cell)) {
      out.text(line.row().text(column));
    } else {
      out.codePoint(Cells.codePoint(cell));
    }
    x += Math.max(width, 1);
  }

  private void erase(int from, int to, int color) {
    int end = color == fill ? Math.min(to, dirty) : to;
    if (from < end) {
      moveTo(from);
      brush.useColor(color);
      out.text("\033[");
      if (end - from > 1) {
        out.number(end - from);
      }
      out.put('X');
    }
  }

  /** Empties a cell in a style: overwriting the second half of a wide character does. */
  private void styledBlank(Line line, int column) {
    moveTo(column);
    out.codePoint(WIDE_DUMMY);
    goTo(column + 1);
    brush.use(line.styles(), line.style(column));
    out.put(DUMMY);
    x = column + 2;
    dirty = Math.max(dirty, column + 2);
  }

  /** The same for the last cell: overwriting the first half. */
  private void styledEnd(Line line) {
    int column = columns - 2;
    if (line.isStyledBlank(column)) {
      erase(columns - 1, columns, line.color(columns - 1));
      return;
    }
    goTo(column);
    out.codePoint(WIDE_DUMMY);
    goTo(column);
    brush.use(line.styles(), line.style(columns - 1));
    out.put(DUMMY);
    x = columns - 1;
    dirty = columns - 1;
    int from = column > 0 && line.printable(column - 1) == 2 ? column - 1 : column;
    paint(line, from, columns - 1, false);
  }

  private void moveTo(int column) {
    if (column == 0 && x > 0) {
      out.put('\r');
    } else if (x < column) {
      out.text("\033[");
      if (column - x > 1) {
        out.number(column - x);
      }
      out.put('C');
    } else if (x > column) {
      goTo(column);
    }
    x = column;
  }

  private void goTo(int column) {
    out.text("\033[").number(column + 1).put('G');
    x = column;
  }
}
