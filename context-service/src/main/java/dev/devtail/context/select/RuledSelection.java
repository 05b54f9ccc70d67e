package dev.devtail.context.select;

import java.util.List;

/**
 * What rules select.
 *
 * @param notes what rules could not have
 */
public record RuledSelection(Selection selection, List<Note> notes) {

  public RuledSelection {
    notes = List.copyOf(notes);
  }

  /**
   * A rule that does not have all that it wants.
   *
   * @param rule as it is written
   * @param line where it is written, counted from 1
   * @param column counted from 1
   * @param message what is not there, and why
   */
  public record Note(String rule, int line, int column, String message) {}
}
