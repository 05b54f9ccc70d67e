package dev.devtail.terminal.screen;

import java.util.BitSet;

/** The columns the tabulator stops at. */
final class TabStops {
  private static final int WIDTH = 8;

  private BitSet stops = new BitSet();

  TabStops(int columns) {
    reset(columns);
  }

  void reset(int columns) {
    stops = defaults(columns);
  }

  /** Whether they are as after {@link #reset}. */
  boolean areDefault(int columns) {
    return stops.get(0, columns).equals(defaults(columns));
  }

  BitSet within(int columns) {
    return stops.get(0, columns);
  }

  void set(int column) {
    stops.set(column);
  }

  void clear(int column) {
    stops.clear(column);
  }

  void clear() {
    stops.clear();
  }

  /** The first stop right of a column, the last column if there is none. */
  int after(int column, int columns) {
    int stop = stops.nextSetBit(column + 1);
    return stop < 0 ? columns - 1 : Math.min(stop, columns - 1);
  }

  /** The first stop left of a column, the first column if there is none. */
  int before(int column) {
    return column <= 0 ? 0 : Math.max(stops.previousSetBit(column - 1), 0);
  }

  /** Goes on with stops at the usual distance behind the last one. */
  void resize(int columns) {
    int from = columns;
    if (!stops.get(from)) {
      from = Math.min(before(from), columns - 1);
    }
    for (int stop = from; stop < columns; stop += WIDTH) {
      stops.set(stop);
    }
  }

  private static BitSet defaults(int columns) {
    BitSet stops = new BitSet(columns);
    for (int stop = 0; stop < columns; stop += WIDTH) {
      stops.set(stop);
    }
    return stops;
  }
}
