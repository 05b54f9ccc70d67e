package dev.devtail.terminal.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks wrapped lines anew when the number of columns changes, and says where the screen and the
 * cursors then are. It does what xterm.js does, to its last whim: the line with the cursor is left
 * as it is, because the program is expected to draw it again.
 */
final class Reflow {
  /** Lines above the screen. */
  private int base;

  private int y;
  private int savedLine;

  /** Lines that are left while lines are being broken. */
  private int length;

  /**
   * @param base lines above the screen
   * @param y the cursor's line on the screen
   * @param savedLine the saved cursor's line, counted from the oldest
   */
  Reflow(int base, int y, int savedLine) {
    this.base = base;
    this.y = y;
    this.savedLine = savedLine;
  }

  int base() {
    return base;
  }

  int y() {
    return y;
  }

  int savedLine() {
    return savedLine;
  }

  /**
   * @param lines all lines, oldest first; they change in place
   * @param rows lines of the screen
   * @param maxLines most lines of screen and scrollback
   */
  void run(List<Row> lines, int oldColumns, int columns, int rows, int maxLines) {
    if (columns > oldColumns) {
      widen(lines, oldColumns, columns, rows);
    } else {
      narrow(lines, oldColumns, columns, rows, maxLines);
    }
  }

  // ---- more columns ----

  private void widen(List<Row> lines, int oldColumns, int columns, int rows) {
    int cursor = base + y;
    List<Row> kept = new ArrayList<>(lines.size());
    int start = 0;
    while (start < lines.size()) {
      int end = start + 1;
      while (end < lines.size() && lines.get(end).wrapped) {
        end++;
      }
      List<Row> group = lines.subList(start, end);
      boolean hasCursor = cursor >= start && cursor < end;
      kept.addAll(group.size() == 1 || hasCursor ? group : joined(group, oldColumns, columns));
      start = end;
    }
    int removed = lines.size() - kept.size();
    lines.clear();
    lines.addAll(kept);
    for (int i = 0; i < removed; i++) {
      if (base > 0) {
        base--;
      } else {
        y = Math.max(y - 1, 0);
        if (lines.size() < rows) {
          lines.add(new Row(columns));
        }
      }
    }
    savedLine = Math.max(savedLine - removed, 0);
  }

  private static List<Row> joined(List<Row> group, int oldColumns, int columns) {
    Row flat = flat(group, oldColumns);
    List<Row> rows = new ArrayList<>();
    for (int from = 0; rows.isEmpty() || from < flat.columns(); ) {
      int cells = breakAt(flat, from, columns);
      rows.add(part(flat, from, cells, columns, !rows.isEmpty()));
      from += cells;
    }
    rows.getFirst().wrapped = group.getFirst().wrapped;
    while (rows.size() > 1 && rows.getLast().trimmedLength() == 0) {
      rows.removeLast();
    }
    return rows;
  }

  // ---- fewer columns ----

  /** Lines that come in behind another. */
  private record Insertion(int index, List<Row> rows) {}

  private void narrow(List<Row> lines, int oldColumns, int columns, int rows, int maxLines) {
    List<Insertion> insertions = new ArrayList<>();
    int inserted = 0;
    length = lines.size();
    for (int end = lines.size(); end > 0; ) {
      int start = end - 1;
      while (start > 0 && lines.get(start).wrapped) {
        start--;
      }
      int cursor = base + y;
      boolean hasCursor = cursor >= start && cursor < end;
      List<Row> group = lines.subList(start, end);
      if (!hasCursor && !fits(group, columns)) {
        List<Row> parts = split(group, oldColumns, columns);
        int added = parts.size() - group.size();
        for (int i = 0; i < Math.min(parts.size(), group.size()); i++) {
          group.set(i, parts.get(i));
        }
        if (added > 0) {
          insertions.add(new Insertion(end, parts.subList(group.size(), parts.size())));
          inserted += added;
        }
        move(added, inserted, rows, maxLines);
      }
      end = start;
    }
    insert(lines, insertions, maxLines);
  }

  private static boolean fits(List<Row> group, int columns) {
    Row first = group.getFirst();
    return group.size() == 1 && !first.wrapped && first.trimmedLength() <= columns;
  }

  /**
   * Keeps the cursor with its text after lines came in: as long as the screen is not full they push
   * lines off its bottom, whatever those hold.
   */
  private void move(int added, int inserted, int rows, int maxLines) {
    int used = base == 0 && y != length - 1 ? y : length;
    int trimmed = Math.max(0, used - maxLines + added);
    for (int i = trimmed; i < added; i++) {
      if (base == 0 && y < rows - 1) {
        y++;
        length--;
      } else if (base == 0 || base < Math.min(maxLines, length + inserted) - rows) {
        base++;
      }
    }
    savedLine = Math.min(savedLine + added, base + rows - 1);
  }

  private void insert(List<Row> lines, List<Insertion> insertions, int maxLines) {
    List<Row> all = new ArrayList<>(lines.subList(0, length));
    for (Insertion insertion : insertions) {
      all.addAll(Math.min(insertion.index(), length), insertion.rows());
    }
    lines.clear();
    lines.addAll(all.subList(Math.max(0, all.size() - maxLines), all.size()));
  }

  private static List<Row> split(List<Row> group, int oldColumns, int columns) {
    Row flat = flat(group, oldColumns);
    List<Row> rows = new ArrayList<>();
    int cells = 0;
    for (int from = 0; from < flat.columns(); from += cells) {
      cells = breakAt(flat, from, columns);
      rows.add(part(flat, from, cells, columns, !rows.isEmpty()));
    }
    if (!rows.isEmpty()) {
      rows.getFirst().wrapped = group.getFirst().wrapped;
    }
    if (rows.size() == group.size()) {
      // The last line is used again: the colours of its empty cells stay.
      rows.getLast().copy(group.getLast(), cells + 1, cells + 1, columns - cells - 1);
    }
    return rows;
  }

  // ---- both ----

  /** All cells of a group of lines in a row. */
  private static Row flat(List<Row> group, int oldColumns) {
    int total = 0;
    for (int i = 0; i < group.size(); i++) {
      total += length(group, i, oldColumns);
    }
    Row flat = new Row(total);
    int column = 0;
    for (int i = 0; i < group.size(); i++) {
      int cells = length(group, i, oldColumns);
      flat.copy(group.get(i), 0, column, cells);
      column += cells;
    }
    return flat;
  }

  /** A line's cells that count: all but those left free because a wide character did not fit. */
  private static int length(List<Row> group, int index, int columns) {
    Row row = group.get(index);
    if (index == group.size() - 1) {
      return row.trimmedLength();
    }
    boolean endsFree = Cells.isBlank(row.get(columns - 1));
    return endsFree && group.get(index + 1).width(0) == 2 ? columns - 1 : columns;
  }

  /** How many cells from a column on fit into a line. */
  private static int breakAt(Row flat, int from, int columns) {
    int rest = flat.columns() - from;
    if (rest < columns) {
      return rest;
    }
    return flat.width(from + columns - 1) == 2 ? columns - 1 : columns;
  }

  private static Row part(Row flat, int from, int cells, int columns, boolean wrapped) {
    Row row = new Row(columns);
    row.copy(flat, from, 0, cells);
    row.wrapped = wrapped;
    return row;
  }
}
