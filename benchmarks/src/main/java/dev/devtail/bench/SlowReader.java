package dev.devtail.bench;

import dev.devtail.client.TerminalAttachment;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Terminal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * A viewer of a program that prints lines of nine digits, counting from 0, that draws more slowly
 * than the program prints. The byte at each offset is known, so whatever it gets is checked against
 * it, before and after each screen that it is given instead of output.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // written by the client's loop alone
final class SlowReader implements EndlessProgram {

  private static final long WINDOW_BYTES = 64 * 1024;
  private static final int DIGITS = 9;

  /** 160 KB/s. */
  private static final int BYTES_PER_STEP = 8_000;

  private static final Duration STEP = Duration.ofMillis(50);

  private final CompletableFuture<TerminalAttachment> attachment = new CompletableFuture<>();
  private volatile long have;
  private volatile boolean stopping;
  volatile long total;
  volatile long lost;
  volatile long doubled;
  volatile long screens;

  void attach(Viewers viewers, Terminal terminal) {
    TerminalAttachment reader =
        viewers.connection().attach(terminal.getId(), Viewers.SIZE, WINDOW_BYTES, this);
    attachment.complete(reader);
    Thread.ofPlatform().daemon().start(() -> draw(reader));
  }

  void stop() {
    stopping = true;
  }

  private void draw(TerminalAttachment reader) {
    long drawn = 0;
    while (!stopping) {
      // What a screen has replaced needs not be drawn.
      drawn = Math.clamp(drawn + BYTES_PER_STEP, have - WINDOW_BYTES, have);
      reader.consumed(drawn);
      LockSupport.parkNanos(STEP.toNanos());
    }
  }

  @Override
  public void onScreen(Screen piece) {
    have = piece.getOffset();
    screens += piece.getLast() ? 1 : 0;
  }

  @Override
  public void onOutput(long offset, byte[] bytes) {
    lost += Math.max(0, offset - have);
    doubled += Math.max(0, have - offset);
    for (int i = 0; i < bytes.length; i++) {
      lost += bytes[i] == expected(offset + i) ? 0 : 1;
    }
    total += bytes.length;
    have = offset + bytes.length;
  }

  private static byte expected(long offset) {
    int place = (int) (offset % (DIGITS + 1));
    if (place == DIGITS) {
      return '\n';
    }
    long number = offset / (DIGITS + 1);
    for (int right = DIGITS - 1; right > place; right--) {
      number /= 10;
    }
    return (byte) ('0' + number % 10);
  }
}
