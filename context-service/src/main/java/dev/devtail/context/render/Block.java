package dev.devtail.context.render;

import dev.devtail.context.token.LineTokens;
import dev.devtail.context.token.TokenSum;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of a context, put together of texts and of parts of others that have been counted. It is
 * counted and written from the same parts, so that the two cannot differ.
 */
final class Block {

  private sealed interface Part {

    record Text(String text) implements Part {}

    record Lines(LineTokens of, int first, int last) implements Part {}
  }

  private final List<Part> parts = new ArrayList<>();

  /**
   * Adds lines.
   *
   * @param text ends with a line feed, or is empty
   */
  Block text(String text) {
    parts.add(new Part.Text(text));
    return this;
  }

  /** Adds lines of another text, counted from 1. */
  Block lines(LineTokens of, int first, int last) {
    parts.add(new Part.Lines(of, first, last));
    return this;
  }

  /** Adds all lines of another text. */
  Block lines(LineTokens of) {
    return of.lines() == 0 ? this : lines(of, 1, of.lines());
  }

  void countInto(TokenSum sum) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text(String text) -> sum.add(text);
        case Part.Lines(LineTokens of, int first, int last) -> sum.add(of, first, last);
      }
    }
  }

  void writeTo(StringBuilder out) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text(String text) -> out.append(text);
        case Part.Lines(LineTokens of, int first, int last) -> out.append(of.text(first, last));
      }
    }
  }
}
