package dev.devtail.client.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The line with the cursor.
 *
 * @param row counted from the top of everything that was printed, so that it changes when the line
 *     is another one
 * @param column of the cursor, from 0
 * @param cells the text of each column, a space where there is none
 */
public record EditedLine(long row, int column, List<String> cells) {

  static final String BLANK = " ";

  /** So many blank columns separate what is edited from what stands at the right margin. */
  private static final int GAP_COLUMNS = 8;

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
            case BACKSPACE -> isBehindLetter(floor) ? withoutPrevious() : Optional.empty();
            case LEFT -> isBehindLetter(floor) ? Optional.of(at(column - 1)) : Optional.empty();
            case RIGHT -> isOnLetter() ? Optional.of(at(column + 1)) : Optional.empty();
            case ENTER, UNPREDICTABLE -> Optional.empty();
          };
    };
  }

  /**
   * In the last column programs wrap, each in its way; so they do when text is pushed out of the
   * line.
   */
  private Optional<EditedLine> withInserted(String text) {
    int end = endOfText();
    if (column + 1 >= cells.size() || end == cells.size()) {
      return Optional.empty();
    }
    List<String> edited = new ArrayList<>(cells);
    edited.remove(end);
    edited.add(column, text);
    return Optional.of(new EditedLine(row, column + 1, edited));
  }

  /** From a line that is full, what follows may come down from the next one. */
  private Optional<EditedLine> withoutPrevious() {
    int end = endOfText();
    if (end == cells.size()) {
      return Optional.empty();
    }
    List<String> edited = new ArrayList<>(cells);
    edited.add(end, BLANK);
    edited.remove(column - 1);
    return Optional.of(new EditedLine(row, column - 1, edited));
  }

  private EditedLine at(int newColumn) {
    return new EditedLine(row, newColumn, cells);
  }

  /** The first column behind the text that the cursor is in or at the end of. */
  private int endOfText() {
    int end = column;
    for (int i = column; i < cells.size() && i - end < GAP_COLUMNS; i++) {
      if (!cells.get(i).equals(BLANK)) {
        end = i + 1;
      }
    }
    return end;
  }

  /** What is wider or combined is one step for some programs and two for others. */
  private boolean isBehindLetter(int floor) {
    return column > floor
        && Key.isNarrow(cells.get(column - 1))
        && (column < 2 || Key.isNarrow(cells.get(column - 2)));
  }

  private boolean isOnLetter() {
    return column < endOfText() && column + 1 < cells.size() && Key.isNarrow(cells.get(column));
  }

  /** Whether this is what was expected, up to the cursor: programs suggest things behind it. */
  boolean hasComeTo(EditedLine expected) {
    return row == expected.row
        && column == expected.column
        && column <= cells.size()
        && cells.size() == expected.cells.size()
        && cells.subList(0, column).equals(expected.cells.subList(0, column));
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
