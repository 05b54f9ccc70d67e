package dev.devtail.syntax.worker;

import java.io.IOException;

/** What requests and replies have in common. */
final class Frames {

  /** The first that the worker sends: it has started. */
  static final long HELLO = 0x6465_7674_6169_6C31L;

  /** In bytes, of the streams between the processes. */
  static final int BUFFER = 1 << 16;

  private Frames() {}

  /**
   * @throws IOException if it cannot be one
   */
  static int length(int length, int longest) throws IOException {
    if (length < 0 || length > longest) {
      throw new IOException("length: " + length + " (expected: 0 to " + longest + ")");
    }
    return length;
  }
}
