package dev.devtail.client.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The line with the cursor.
 *
 * @param row counted from the top of everything that is kept, so that it changes when the line is
 *     another one
 * @param column of the cursor, from 0
 * @param cells the text of each column, a space where there is none
 */
public record EditedLine(long row, int column, List<String> cells) {

  static final String BLANK = " ";

  public EditedLine {
    cells = List.copyOf(cells);
  }

  /**
   * The line after a key, if the program edits it as programs do.
   *
   * @param floor the first column that was typed at: what is left of it is a prompt, and stays
   * @return empty when nothing can be said about it
   */
  Optional<EditedLine> after(Key key, int floor) {
    return switch (key) {
      case Key.Letter(String text) -> withInserted(text);
      case Key.Editing editing ->
          switch (editing) {
            case BACKSPACE -> column <= floor ? Optional.empty() : Optional.of(withoutPrevious());
            case LEFT -> column <= floor ? Optional.empty() : Optional.of(at(column - 1));
            case RIGHT -> isOnText() ? Optional.of(at(column + 1)) : Optional.empty();
            case UNPREDICTABLE -> Optional.empty();
          };
    };
  }

  /**
   * In the last column programs wrap, each in its way; so they do when text is pushed out of the
   * line.
   */
  private Optional<EditedLine> withInserted(String text) {
    if (column + 1 >= cells.size() || !cells.getLast().equals(BLANK)) {
      return Optional.empty();
    }
    List<String> edited = new ArrayList<>(cells);
    edited.add(column, text);
    edited.removeLast();
    return Optional.of(new EditedLine(row, column + 1, edited));
  }

  private EditedLine withoutPrevious() {
    List<String> edited = new ArrayList<>(cells);
    edited.remove(column - 1);
    edited.add(BLANK);
    return new EditedLine(row, column - 1, edited);
  }

  private EditedLine at(int newColumn) {
    return new EditedLine(row, newColumn, cells);
  }

  private boolean isOnText() {
    return column + 1 < cells.size()
        && cells.stream().skip(column).anyMatch(cell -> !cell.equals(BLANK));
  }

  /** Whether this is what was expected: the cursor is there, and what was typed is left of it. */
  boolean hasComeTo(EditedLine expected, int floor) {
    return row == expected.row
        && column == expected.column
        && column <= cells.size()
        && column <= expected.cells.size()
        && (floor >= column
            || cells.subList(floor, column).equals(expected.cells.subList(floor, column)));
  }

  /** What makes the actual line look like this one; empty if it does. */
  Optional<Overlay> over(EditedLine actual) {
    TreeMap<Integer, String> changed = new TreeMap<>();
    for (int i = 0; i < Math.min(cells.size(), actual.cells.size()); i++) {
      if (!cells.get(i).equals(actual.cells.get(i))) {
        changed.put(i, cells.get(i));
      }
    }
    return changed.isEmpty() && column == actual.column
        ? Optional.empty()
        : Optional.of(new Overlay(changed, column));
  }
}
