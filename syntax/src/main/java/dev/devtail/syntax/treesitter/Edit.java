package dev.devtail.syntax.treesitter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * What is different between two versions of a file: the bytes from {@code start} to {@code oldEnd}
 * have become those from {@code start} to {@code newEnd}. No character is cut in two.
 */
record Edit(int start, int oldEnd, int newEnd) {

  static Edit between(byte[] before, byte[] after) {
    int shorter = Math.min(before.length, after.length);
    int mismatch = Arrays.mismatch(before, after);
    int start = mismatch < 0 ? shorter : mismatch;
    while (start > 0 && (isWithin(before, start) || isWithin(after, start))) {
      start--;
    }
    int same = 0;
    while (same < shorter - start
        && before[before.length - 1 - same] == after[after.length - 1 - same]) {
      same++;
    }
    while (same > 0 && isWithin(before, before.length - same)) {
      same--;
    }
    return new Edit(start, before.length - same, after.length - same);
  }

  /** Whether a character goes on there. */
  private static boolean isWithin(byte[] utf8, int at) {
    return at < utf8.length && (utf8[at] & 0xC0) == 0x80;
  }

  /** By how much what is behind it has moved. */
  int shift() {
    return newEnd - oldEnd;
  }

  int lineShift(byte[] before, byte[] after) {
    return lines(after, start, newEnd) - lines(before, start, oldEnd);
  }

  private static int lines(byte[] content, int from, int to) {
    int lines = 0;
    for (int i = from; i < to; i++) {
      if (content[i] == '\n') {
        lines++;
      }
    }
    return lines;
  }

  /** As C's {@code TSInputEdit}: the three places, and their rows and columns. */
  void write(byte[] before, byte[] after, MemorySegment to) {
    to.setAtIndex(ValueLayout.JAVA_INT, 0, start);
    to.setAtIndex(ValueLayout.JAVA_INT, 1, oldEnd);
    to.setAtIndex(ValueLayout.JAVA_INT, 2, newEnd);
    writePoint(before, start, to, 3);
    writePoint(before, oldEnd, to, 5);
    writePoint(after, newEnd, to, 7);
  }

  private static void writePoint(byte[] content, int at, MemorySegment to, int index) {
    int lineStart = at;
    while (lineStart > 0 && content[lineStart - 1] != '\n') {
      lineStart--;
    }
    to.setAtIndex(ValueLayout.JAVA_INT, index, lines(content, 0, at));
    to.setAtIndex(ValueLayout.JAVA_INT, index + 1, at - lineStart);
  }
}
