package dev.devtail.context.select;

/**
 * Lines of a file.
 *
 * @param first counted from 1
 * @param last included
 */
public record LineRange(int first, int last) {

  public LineRange {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(
          "lines: %d to %d (expected: 1 or more, the last not before the first)"
              .formatted(first, last));
    }
  }
}
