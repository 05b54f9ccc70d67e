package dev.devtail.syntax.treesitter;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

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

  int[] toArray() {
    return Arrays.copyOf(values, size);
  }

  /**
   * Adds matches of the version before an edit, as they are now, other than those that touch what
   * has changed and those that are here already.
   *
   * @param old as {@link #toArray} gave them
   * @param lineShift by how much rows behind the edit have moved
   * @param changed the edit and what it has changed in the tree
   */
  void addUntouched(int[] old, Edit edit, int lineShift, Range changed) {
    Set<IntBuffer> known = new HashSet<>();
    for (int match = 0; match < size; match = next(match)) {
      known.add(IntBuffer.wrap(Arrays.copyOfRange(values, match, next(match))));
    }
    int length;
    for (int match = 0; match < old.length; match += length) {
      length = HEAD + CAPTURE * old[match + 1];
      int[] moved = Arrays.copyOfRange(old, match, match + length);
      if (move(moved, edit, lineShift, changed) && !known.contains(IntBuffer.wrap(moved))) {
        for (int value : moved) {
          add(value);
        }
      }
    }
  }

  /** Whether nothing of it is touched. */
  private static boolean move(int[] match, Edit edit, int lineShift, Range changed) {
    int first = Integer.MAX_VALUE;
    int last = 0;
    for (int at = HEAD; at < match.length; at += CAPTURE) {
      if (match[at + 1] > edit.oldEnd()) {
        match[at + 1] += edit.shift();
        match[at + 2] += edit.shift();
        match[at + 3] += lineShift;
      } else if (match[at + 2] >= edit.start()) {
        return false;
      }
      first = Math.min(first, match[at + 1]);
      last = Math.max(last, match[at + 2]);
    }
    return !changed.touches(first, last);
  }

  /** Where the match behind this one begins. */
  int next(int match) {
    return match + HEAD + CAPTURE * values[match + 1];
  }
}
