package dev.devtail.terminal.history;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Buffers that have been written, to be filled again: what is printed makes no garbage, and a
 * terminal that is quiet holds none. Safe for several threads.
 */
final class BufferPool {

  /** Buffers that are kept: 4 MB. */
  private static final int MAX_KEPT = 256;

  private final ArrayBlockingQueue<byte[]> kept = new ArrayBlockingQueue<>(MAX_KEPT);

  byte[] take() {
    byte[] buffer = kept.poll();
    return buffer == null ? new byte[HistoryRecorder.BUFFER_BYTES] : buffer;
  }

  void giveBack(byte[] buffer) {
    // One too many is garbage.
    kept.offer(buffer);
  }
}
