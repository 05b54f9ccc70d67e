package dev.devtail.syntax.treesitter;

import java.util.Arrays;

/** Places in a file, each from a byte to the one behind it, in memory that is used again. */
final class Spans {

  private static final long END = 0xFFFF_FFFFL;

  /** Start in the upper half, end in the lower, so that they sort by start. */
  private long[] spans = new long[64];

  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  void add(int start, int end) {
    if (size == spans.length) {
      spans = Arrays.copyOf(spans, size * 2);
    }
    spans[size++] = (long) start << Integer.SIZE | end;
  }

  void sort() {
    Arrays.sort(spans, 0, size);
  }

  int start(int index) {
    return (int) (spans[index] >>> Integer.SIZE);
  }

  int end(int index) {
    return (int) (spans[index] & END);
  }

  /** The first that begins there or behind; all must be sorted. */
  int firstFrom(int start) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (start(middle) < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The last that begins before; -1: none. All must be sorted. */
  int lastBefore(int start) {
    return firstFrom(start) - 1;
  }
}
