package dev.devtail.terminal.screen;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The main or the alternate screen: lines, cursor, scroll region, tab stops, saved cursor, and for
 * the main screen what scrolled out of it. Rows and columns count from 0. What erasing leaves
 * behind ({@code fill}) is a cell.
 */
final class Buffer {
  private final Styles styles;
  private final Scrollback scrollback;
  private int columns;

  /** The screen's lines as a ring, so that scrolling moves no line. */
  private Row[] ring;

  private int first;
  private long scrolled;

  /** The cursor; {@code x} is the number of columns or one more after text reached the margin. */
  int x;

  int y;

  /** First and last line of the scroll region. */
  int top;

  int bottom;

  final TabStops tabs;
  final SavedCursor saved = new SavedCursor();

  Buffer(int columns, int rows, int scrollbackLines, Styles styles) {
    this.columns = columns;
    this.styles = styles;
    scrollback = new Scrollback(scrollbackLines);
    tabs = new TabStops(columns);
    ring = new Row[rows];
    for (int i = 0; i < rows; i++) {
      ring[i] = new Row(columns);
    }
    bottom = rows - 1;
  }

  int columns() {
    return columns;
  }

  int rows() {
    return ring.length;
  }

  Scrollback scrollback() {
    return scrollback;
  }

  /** Lines that have left the screen at its top by scrolling. */
  long scrolled() {
    return scrolled;
  }

  Row row(int index) {
    return ring[slot(index)];
  }

  Row currentRow() {
    return ring[slot(y)];
  }

  /** Marks the styles its cells have. */
  void markStyles(BitSet used) {
    for (Row row : ring) {
      for (int column = 0; column < row.end(); column++) {
        used.set(Cells.style(row.get(column)));
      }
    }
  }

  /** As new, but for the saved cursor. */
  void clear(long fill) {
    for (Row row : ring) {
      row.fill(fill);
      row.wrapped = false;
    }
    x = 0;
    y = 0;
    top = 0;
    bottom = rows() - 1;
    tabs.reset(columns);
  }

  /** Gives the memory of its cells back. */
  void release() {
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new Row(columns);
    }
  }

  // ---- the cursor ----

  /** Brings the cursor back onto the screen, or into the scroll region if that is the origin. */
  void restrict(int lastColumn, boolean origin) {
    x = Math.clamp(x, 0, lastColumn);
    y = origin ? Math.clamp(y, top, bottom) : Math.clamp(y, 0, rows() - 1);
  }

  /** Brings the cursor back onto the screen, out of a pending wrap too. */
  void restrict(boolean origin) {
    restrict(columns - 1, origin);
  }

  void moveTo(int column, int line, boolean origin) {
    x = column;
    y = origin ? saturatedAdd(top, line) : line;
    restrict(origin);
  }

  /** Moves the cursor. In a region that is the origin, lines count from its top, as in xterm.js. */
  void moveBy(int right, int down, boolean origin) {
    restrict(origin);
    moveTo(saturatedAdd(x, right), saturatedAdd(y, down), origin);
  }

  private static int saturatedAdd(int a, int b) {
    return Math.clamp((long) a + b, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  boolean isOutsideRegion() {
    return y < top || y > bottom;
  }

  void save(Pen pen, Charset charset) {
    saved.x = x;
    saved.line = scrollback.size() + y;
    saved.foreground = pen.foreground();
    saved.background = pen.background();
    saved.charset = charset;
  }

  // ---- scrolling ----

  /** Moves the region's lines up; what leaves the screen at its very top goes to the scrollback. */
  void scroll(long fill, boolean wrapped) {
    if (top == 0) {
      scrollback.add(row(0), styles);
      scrolled++;
    }
    deleteLine(top, fill).wrapped = wrapped;
  }

  /** Deletes a line of the region; what is below moves up. Returns the new bottom line. */
  Row deleteLine(int line, long fill) {
    Row row = row(line);
    row.fill(fill);
    row.wrapped = false;
    if (line == 0 && bottom == rows() - 1) {
      first = slot(1);
    } else {
      for (int i = line; i < bottom; i++) {
        ring[slot(i)] = row(i + 1);
      }
      ring[slot(bottom)] = row;
    }
    return row;
  }

  /** Inserts a line into the region; what is below moves down. */
  void insertLine(int line, long fill) {
    Row row = row(bottom);
    row.fill(fill);
    row.wrapped = false;
    for (int i = bottom; i > line; i--) {
      ring[slot(i)] = row(i - 1);
    }
    ring[slot(line)] = row;
  }

  // ---- resizing ----

  /**
   * Gives the screen another size, as xterm.js does: lines come back from the scrollback if the
   * cursor is on the last line, empty ones below the cursor go first.
   *
   * @param reflow whether wrapped lines are broken anew; if not, what no longer fits is lost (in
   *     xterm.js it is hidden, and can come back)
   */
  void resize(int newColumns, int newRows, boolean reflow) {
    styles.keepAll(true);
    List<Row> lines = new ArrayList<>(newRows);
    for (int i = 0; i < rows(); i++) {
      lines.add(row(i));
    }
    int added = resizeRows(lines, newColumns, newRows);
    x = Math.min(x, newColumns - 1);
    y = Math.min(y, newRows - 1) + added;
    saved.x = Math.min(saved.x, newColumns - 1);
    top = 0;
    bottom = newRows - 1;
    if (reflow && newColumns != columns) {
      reflow(lines, newColumns, newRows);
    }
    columns = newColumns;
    for (Row row : lines) {
      row.columns(newColumns);
    }
    ring = lines.toArray(Row[]::new);
    first = 0;
    styles.keepAll(false);
  }

  /** Returns how many lines came back from the scrollback. */
  private int resizeRows(List<Row> lines, int newColumns, int newRows) {
    int added = 0;
    while (lines.size() < newRows) {
      Row row = new Row(Math.max(columns, newColumns));
      if (scrollback.size() > 0 && lines.size() <= y + added + 1) {
        scrollback.removeNewest(row, styles);
        lines.addFirst(row);
        added++;
      } else {
        lines.add(row);
      }
    }
    int before = scrollback.size();
    int left = 0;
    while (lines.size() > newRows) {
      if (lines.size() > y + 1) {
        lines.removeLast();
      } else {
        scrollback.add(lines.removeFirst(), styles);
        left++;
      }
    }
    int trimmed = Math.max(0, before + left - scrollback.maxLines());
    if (trimmed > 0) {
      saved.line = Math.max(0, saved.line - trimmed);
    }
    return added;
  }

  private void reflow(List<Row> lines, int newColumns, int newRows) {
    // All styles of the scrollback at once are more than the screen's table should ever hold.
    Styles allStyles = new Styles();
    for (Row row : lines) {
      row.restyle(styles, allStyles);
    }
    List<Row> all = new ArrayList<>(scrollback.size() + lines.size());
    Scrollback.Reader reader = scrollback.reader();
    for (int i = scrollback.size(); i > 0; i--) {
      Row row = new Row(Math.max(columns, newColumns));
      reader.next(row, allStyles);
      all.add(row);
    }
    Reflow reflow = new Reflow(all.size(), y, saved.line);
    all.addAll(lines);
    reflow.run(all, columns, newColumns, newRows, newRows + scrollback.maxLines());
    y = reflow.y();
    saved.line = reflow.savedLine();
    int base = Math.min(reflow.base(), all.size());
    scrollback.clear();
    for (Row row : all.subList(0, base)) {
      row.columns(newColumns);
      scrollback.add(row, allStyles);
    }
    lines.clear();
    lines.addAll(all.subList(base, Math.min(base + newRows, all.size())));
    for (Row row : lines) {
      row.restyle(allStyles, styles);
    }
    while (lines.size() < newRows) {
      lines.add(new Row(newColumns));
    }
  }

  private int slot(int index) {
    int slot = first + index;
    return slot >= ring.length ? slot - ring.length : slot;
  }
}
