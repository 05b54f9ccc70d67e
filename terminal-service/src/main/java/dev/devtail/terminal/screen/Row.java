package dev.devtail.terminal.screen;

import java.util.Arrays;

/**
 * One line of the grid. Cells are held up to the last one that was ever written; all to the right
 * of it are {@link Cells#BLANK}, so that an empty line costs nothing and a short one is quick to
 * clear.
 */
final class Row {
  /** Code points a cell may take beside its first; more are dropped. */
  static final int MAX_COMBINING = 32;

  private static final int FIRST_CAPACITY = 16;
  private static final long[] NO_CELLS = {};
  private static final String[] NO_TEXTS = {};

  /** Whether this line continues the one above. */
  boolean wrapped;

  private int columns;
  private int end;
  private long[] cells = NO_CELLS;

  /** Texts of cells marked as combined, by column; other entries mean nothing. */
  private String[] texts = NO_TEXTS;

  Row(int columns) {
    this.columns = columns;
  }

  int columns() {
    return columns;
  }

  /** Gives the line another length; what no longer fits is lost. */
  void columns(int newColumns) {
    columns = newColumns;
    end = Math.min(end, newColumns);
    if (cells.length > newColumns) {
      cells = Arrays.copyOf(cells, newColumns);
    }
  }

  /** The column behind the last cell that may differ from a blank one. */
  int end() {
    return end;
  }

  long get(int column) {
    return column < end ? cells[column] : Cells.BLANK;
  }

  int width(int column) {
    return column < end ? Cells.width(cells[column]) : 1;
  }

  boolean isTail(int column) {
    return column < end && Cells.isTail(cells[column]);
  }

  /** Sets a cell; beyond the line's end nothing happens. */
  void set(int column, long cell) {
    if (column < columns) {
      reach(column, column + 1);
      cells[column] = cell;
    }
  }

  /** Sets cells from printable ASCII bytes. */
  void set(int column, byte[] ascii, int offset, int length, long base) {
    reach(column, column + length);
    long narrow = Cells.blank(base);
    long[] into = cells;
    for (int i = 0; i < length; i++) {
      into[column + i] = narrow | ascii[offset + i];
    }
  }

  /** What a cell shows, empty if nothing. */
  String text(int column) {
    long cell = get(column);
    if (Cells.isCombined(cell)) {
      return texts[column];
    }
    int codePoint = Cells.codePoint(cell);
    return codePoint == 0 ? "" : Character.toString(codePoint);
  }

  /** Sets a cell whose text is more than one code point. */
  void set(int column, long base, String text, int width) {
    set(column, Cells.of(base, 0, width) | Cells.COMBINED);
    textsReach(column);
    texts[column] = text;
  }

  /** Adds a combining code point to a cell, which is then {@code width} wide. */
  void combine(int column, int codePoint, int width) {
    if (column < 0 || column >= columns) {
      return;
    }
    long cell = get(column);
    long base = cell & ~(long) (Cells.CONTENT | Cells.WIDTH);
    if (!Cells.hasContent(cell)) {
      set(column, Cells.of(base, codePoint, width));
      return;
    }
    String text = text(column);
    if (text.codePointCount(0, text.length()) <= MAX_COMBINING) {
      text += Character.toString(codePoint);
    }
    set(column, base, text, width);
  }

  /**
   * Copies the line as bytes if all of it is ASCII or blank and in the default style.
   *
   * @param into has room for {@link #end} bytes; blank cells become 0
   * @return whether it is
   */
  boolean copyAscii(byte[] into, int offset) {
    for (int column = 0; column < end; column++) {
      long codePoint = cells[column] - Cells.BLANK;
      if (codePoint >= 0x7F || (codePoint < ' ' && codePoint != 0)) {
        return false;
      }
      into[offset + column] = (byte) codePoint;
    }
    return true;
  }

  /** Makes every cell the same. */
  void fill(long cell) {
    if (texts.length > 0) {
      texts = NO_TEXTS;
    }
    end = 0;
    if (cell != Cells.BLANK) {
      reach(0, columns);
      Arrays.fill(cells, 0, columns, cell);
    }
  }

  /** Makes every unprotected cell the same. */
  void fillUnprotected(long cell) {
    for (int column = 0; column < columns; column++) {
      setUnprotected(column, cell);
    }
  }

  /** Erases cells; a wide character that is cut by either border goes altogether. */
  void erase(int from, int to, long fill) {
    if (from > 0 && width(from - 1) == 2) {
      set(from - 1, fill);
    }
    if (to < columns && width(to - 1) == 2) {
      set(to, fill);
    }
    int until = Math.min(to, columns);
    if (fill == Cells.BLANK && until >= end) {
      end = Math.min(end, from);
    } else if (from < until) {
      reach(from, until);
      Arrays.fill(cells, from, until, fill);
    }
  }

  /** Erases the unprotected of some cells. */
  void eraseUnprotected(int from, int to, long fill) {
    if (from > 0 && width(from - 1) == 2) {
      setUnprotected(from - 1, fill);
    }
    if (to < columns && width(to - 1) == 2) {
      setUnprotected(to, fill);
    }
    for (int column = from; column < Math.min(to, columns); column++) {
      setUnprotected(column, fill);
    }
  }

  /** Inserts cells; those moved over the end of the line are lost. */
  void insert(int column, int count, long fill) {
    int from = column % columns;
    if (from > 0 && width(from - 1) == 2) {
      set(from - 1, fill);
    }
    int inserted = Math.min(count, columns - from);
    int moved = Math.min(end, columns - inserted) - from;
    if (moved > 0) {
      reach(from, from + inserted + moved);
      System.arraycopy(cells, from, cells, from + inserted, moved);
      if (texts.length > 0) {
        textsReach(from + inserted + moved - 1);
        System.arraycopy(texts, from, texts, from + inserted, moved);
      }
    }
    if (inserted > 0 && (moved > 0 || fill != Cells.BLANK || from < end)) {
      reach(from, from + inserted);
      Arrays.fill(cells, from, from + inserted, fill);
    }
    if (width(columns - 1) == 2) {
      set(columns - 1, fill);
    }
  }

  /** Deletes cells; those to the right move left. */
  void delete(int column, int count, long fill) {
    int from = column % columns;
    int deleted = Math.min(count, columns - from);
    int moved = end - from - deleted;
    if (moved > 0) {
      System.arraycopy(cells, from + deleted, cells, from, moved);
      if (texts.length > 0) {
        textsReach(end - 1);
        System.arraycopy(texts, from + deleted, texts, from, moved);
      }
    }
    end = Math.min(end, from + Math.max(moved, 0));
    if (fill != Cells.BLANK) {
      reach(columns - deleted, columns);
      Arrays.fill(cells, columns - deleted, columns, fill);
    }
    if (from > 0 && width(from - 1) == 2) {
      set(from - 1, fill);
    }
    if (isTail(from)) {
      set(from, fill);
    }
  }

  /** Has the cells' styles from another table. */
  void restyle(Styles from, Styles to) {
    int id = 0;
    int newId = 0;
    for (int column = 0; column < end; column++) {
      if (Cells.style(cells[column]) != id) {
        id = Cells.style(cells[column]);
        newId = to.id(from.foreground(id), from.background(id), from.extended(id), from.link(id));
      }
      cells[column] = Cells.restyle(cells[column], newId);
    }
  }

  /** Takes over cells of another line, texts included. */
  void copy(Row source, int from, int column, int count) {
    for (int i = 0; i < count; i++) {
      long cell = source.get(from + i);
      if (Cells.isCombined(cell)) {
        set(
            column + i,
            Cells.base(Cells.style(cell), Cells.isProtected(cell)),
            source.text(from + i),
            Cells.width(cell));
      } else {
        set(column + i, cell);
      }
    }
  }

  /** The column behind the last character. */
  int trimmedLength() {
    for (int column = end - 1; column >= 0; column--) {
      if (Cells.hasContent(cells[column])) {
        return column + Cells.width(cells[column]);
      }
    }
    return 0;
  }

  /** The column behind the last cell that differs from a blank one. */
  int usedLength() {
    int used = end;
    while (used > 0 && cells[used - 1] == Cells.BLANK) {
      used--;
    }
    return used;
  }

  private void setUnprotected(int column, long cell) {
    if (!Cells.isProtected(get(column))) {
      set(column, cell);
    }
  }

  /** Makes the cells up to {@code to} exist, of which those from {@code from} get overwritten. */
  private void reach(int from, int to) {
    if (to > cells.length) {
      int capacity = Math.max(to, Math.max(FIRST_CAPACITY, cells.length * 2));
      cells = Arrays.copyOf(cells, Math.min(capacity, columns));
    }
    if (to > end) {
      if (from > end) {
        Arrays.fill(cells, end, from, Cells.BLANK);
      }
      end = to;
    }
  }

  private void textsReach(int column) {
    if (column >= texts.length) {
      int old = texts.length;
      texts = Arrays.copyOf(texts, Math.min(columns, Math.max(column + 1, old * 2)));
      Arrays.fill(texts, old, texts.length, "");
    }
  }
}
