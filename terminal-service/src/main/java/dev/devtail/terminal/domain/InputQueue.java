package dev.devtail.terminal.domain;

import java.util.ArrayDeque;

/**
 * Input that the program has not read yet. Bounded from outside: viewers send no more than they
 * were granted.
 */
final class InputQueue {

  private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
  private int headStart;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Bytes waiting. */
  int size() {
    return size;
  }

  void add(byte[] source, int start, int length) {
    byte[] piece = new byte[length];
    System.arraycopy(source, start, piece, 0, length);
    pieces.add(piece);
    size += length;
  }

  /** Writes as much as the program takes. */
  void drainTo(Pty pty) {
    for (byte[] head = pieces.peek(); head != null; head = pieces.peek()) {
      int length = head.length - headStart;
      int taken = pty.write(head, headStart, length);
      size -= taken;
      if (taken < length) {
        headStart += taken;
        return;
      }
      headStart = 0;
      pieces.remove();
    }
  }
}
