package dev.devtail.router.window;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is done with a conversation that fits into no model. */
public enum Strategy {
  /** The caller is told, as its provider would tell it. */
  REFUSE("refuse"),
  /** The oldest results of tools are replaced by a note. */
  DROP_TOOL_RESULTS("drop-tool-results"),
  /** The oldest turns are replaced by a summary, which another model writes. */
  SUMMARISE("summarise");

  private final String text;

  Strategy(String text) {
    this.text = text;
  }

  /** As configuration and headers have it. */
  public String text() {
    return text;
  }

  /**
   * @param text names with commas between them
   * @throws IllegalArgumentException if one is none
   */
  public static List<Strategy> parseAll(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).map(Strategy::parse).toList();
  }

  /**
   * @throws IllegalArgumentException if it is none
   */
  public static Strategy parse(String text) {
    return Arrays.stream(values())
        .filter(strategy -> strategy.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s (expected: %s)"
                        .formatted(
                            text.isEmpty() ? "empty" : text,
                            Arrays.stream(values())
                                .map(Strategy::text)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return text;
  }
}
