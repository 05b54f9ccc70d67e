package dev.devtail.syntax.treesitter;

import java.util.Arrays;

/**
 * Matches of a query, one behind the other in one array that is used again: pattern, number of
 * captures, and for each the capture, its first byte, the byte behind it, and its row.
 */
final class Findings {

  static final int HEAD = 2;
  static final int CAPTURE = 4;

  private int[] values = new int[1 << 12];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return values[index];
  }

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  /** Forgets what was added behind that. */
  void truncate(int newSize) {
    size = newSize;
  }

  /** Where the match behind this one begins. */
  int next(int match) {
    return match + HEAD + CAPTURE * values[match + 1];
  }
}
