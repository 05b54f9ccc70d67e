package dev.devtail.client.prediction;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happens to a predictor, and what it draws after it: of the sessions that all
 * clients are held to.
 *
 * @param at milliseconds since the session began
 * @param typed one key
 * @param end the offset behind it
 * @param line what is drawn, without blanks at its end
 * @param acknowledged offset of the input
 * @param overlay absent: nothing is shown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionStep(
    long at,
    @Nullable String typed,
    @Nullable Long end,
    @Nullable Line line,
    @Nullable Long acknowledged,
    @Nullable Shown overlay) {

  /**
   * @param columns 0: the alternate screen
   */
  record Line(long row, int column, int columns, String text) {

    static Line of(EditedLine line) {
      String text = String.join("", line.cells()).stripTrailing();
      return new Line(line.row(), line.column(), line.cells().size(), text);
    }

    Optional<EditedLine> edited() {
      return Optional.of(columns)
          .filter(width -> width > 0)
          .map(
              width ->
                  new EditedLine(
                      row,
                      column,
                      Stream.concat(
                              Arrays.stream(text.split("")),
                              Stream.generate(() -> EditedLine.BLANK))
                          .filter(cell -> !cell.isEmpty())
                          .limit(width)
                          .collect(Collectors.toList())));
    }
  }

  record Shown(int column, SortedMap<Integer, String> cells) {}

  static SessionStep typed(long at, String key, long end) {
    return new SessionStep(at, key, end, null, null, null);
  }

  static SessionStep drawn(long at, EditedLine line) {
    return new SessionStep(at, null, null, Line.of(line), null, null);
  }

  static SessionStep acknowledged(long at, long offset) {
    return new SessionStep(at, null, null, null, offset, null);
  }

  /** Time goes by. */
  static SessionStep waited(long at) {
    return new SessionStep(at, null, null, null, null, null);
  }

  SessionStep with(Optional<Overlay> drawn) {
    return new SessionStep(
        at,
        typed,
        end,
        line,
        acknowledged,
        drawn.map(shown -> new Shown(shown.column(), shown.cells())).orElse(null));
  }
}
