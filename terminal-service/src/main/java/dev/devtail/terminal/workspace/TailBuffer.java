package dev.devtail.terminal.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Keeps the last bytes of a stream. One thread writes, others may read meanwhile. */
final class TailBuffer {

  private static final int READ_BYTES = 16 * 1024;

  private final byte[] ring;
  private long end;

  /**
   * @param bytes the most that are kept
   */
  TailBuffer(int bytes) {
    this.ring = new byte[bytes];
  }

  /** Reads a stream to its end, or until it fails as it is closed. */
  void drain(InputStream stream) {
    byte[] buffer = new byte[READ_BYTES];
    try (stream) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        append(buffer, count);
      }
    } catch (IOException closed) {
      // What came before it is kept.
    }
  }

  synchronized void append(byte[] bytes, int count) {
    int skipped = Math.max(0, count - ring.length);
    end += skipped;
    for (int from = skipped; from < count; ) {
      int at = (int) (end % ring.length);
      int piece = Math.min(count - from, ring.length - at);
      System.arraycopy(bytes, from, ring, at, piece);
      from += piece;
      end += piece;
    }
  }

  synchronized CommandOutcome.Tail tail() {
    int length = (int) Math.min(end, ring.length);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((end - length + i) % ring.length)];
    }
    return new CommandOutcome.Tail(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), end > length);
  }
}
