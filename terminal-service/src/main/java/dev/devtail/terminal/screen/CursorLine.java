package dev.devtail.terminal.screen;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The line with the cursor, for whoever draws over it. */
public final class CursorLine {

  private static final String BLANK_TEXT = " ";

  private final long row;
  private final int column;
  private final List<String> cells;
  private final BitSet plain;
  private final BitSet empty;

  private CursorLine(long row, int column, List<String> cells, BitSet plain, BitSet empty) {
    this.row = row;
    this.column = column;
    this.cells = cells;
    this.plain = plain;
    this.empty = empty;
  }

  static CursorLine of(Buffer buffer) {
    Row row = buffer.currentRow();
    List<String> cells = new ArrayList<>(buffer.columns());
    BitSet plain = new BitSet();
    BitSet empty = new BitSet();
    for (int column = 0; column < buffer.columns(); column++) {
      long cell = row.get(column);
      boolean isNarrow = Cells.width(cell) == 1 && !Cells.isCombined(cell);
      cells.add(Cells.hasContent(cell) ? row.text(column) : BLANK_TEXT);
      plain.set(column, isNarrow && Cells.style(cell) == 0 && !Cells.isProtected(cell));
      empty.set(column, Cells.isBlank(cell));
    }
    return new CursorLine(buffer.scrolled() + buffer.y, buffer.x, List.copyOf(cells), plain, empty);
  }

  /** Counted from the first line there was, so that it changes when the line is another one. */
  public long row() {
    return row;
  }

  /** Of the cursor, from 0. */
  public int column() {
    return column;
  }

  /** The text of each column, a space where there is none. */
  public List<String> cells() {
    return cells;
  }

  /** Whether there is nothing in the column, or a narrow character without attributes. */
  public boolean isPlain(int atColumn) {
    return plain.get(atColumn);
  }

  /** Whether nothing was printed in the column: a space was. */
  public boolean isEmpty(int atColumn) {
    return empty.get(atColumn);
  }
}
