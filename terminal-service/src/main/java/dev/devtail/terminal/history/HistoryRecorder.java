package dev.devtail.terminal.history;

import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.TerminalHistory;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.TerminalLoop;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.writing.BackgroundWriter;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what a terminal prints, on its loop, and hands it to the writer when there is much of it
 * or after a short while: a key costs a copy of a few bytes. What the writer has no room for is a
 * gap.
 */
final class HistoryRecorder implements TerminalHistory {

  /** What is handed to the writer at once, in bytes. */
  static final int BUFFER_BYTES = 16 * 1024;

  /** How long what was printed may stay here before the writer has it. */
  static final Duration DELAY = Duration.ofMillis(250);

  /** Output between two screens, in bytes, at least. */
  private static final int SCREEN_EVERY_BYTES = 1 << 20;

  /** Time between two screens, at least: each is drawn on the terminal's loop. */
  private static final long SCREEN_EVERY_MILLIS = 1000;

  private static final Logger log = LoggerFactory.getLogger(HistoryRecorder.class);

  private final Terminal terminal;
  private final TerminalLoop loop;
  private final About about;
  private final BackgroundWriter.Lane lane;
  private final LifeWriter writer;
  private final BufferPool buffers;
  private final LifeWriter.Observer observer;
  private final Clock clock;
  private final Runnable onDelay = this::onDelay;

  private byte @Nullable [] buffer;
  private int filled;

  /** Offset of the buffer's first byte. */
  private long offset;

  private boolean delayed;
  private boolean losing;
  private long sinceScreen;
  private long screenAtMillis;

  HistoryRecorder(
      Terminal terminal,
      About about,
      BackgroundWriter.Lane lane,
      LifeWriter writer,
      BufferPool buffers,
      LifeWriter.Observer observer,
      Clock clock) {
    this.terminal = terminal;
    this.loop = terminal.loop();
    this.about = about;
    this.lane = lane;
    this.writer = writer;
    this.buffers = buffers;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public void onOutput(byte[] source, int length) {
    int at = 0;
    while (at < length) {
      byte[] into = buffer;
      if (into == null) {
        into = buffers.take();
        buffer = into;
        handOverSoon();
      }
      int count = Math.min(length - at, into.length - filled);
      System.arraycopy(source, at, into, filled, count);
      filled += count;
      at += count;
      if (filled == into.length) {
        handOver();
      }
    }
    sinceScreen += length;
  }

  private void handOverSoon() {
    if (!delayed) {
      delayed = true;
      loop.schedule(DELAY, onDelay);
    }
  }

  private void onDelay() {
    delayed = false;
    handOver();
  }

  private void handOver() {
    byte[] full = buffer;
    if (full == null) {
      return;
    }
    long from = offset;
    int length = filled;
    buffer = null;
    offset += length;
    filled = 0;
    boolean taken =
        lane.offer(
            full.length,
            () -> {
              try {
                writer.output(from, full, length);
              } finally {
                buffers.giveBack(full);
              }
            });
    if (!taken) {
      buffers.giveBack(full);
      observer.onLost(length);
      if (!losing) {
        log.warn("history has a gap terminal={} cause=the disk is too slow", about.terminalId());
      }
    }
    losing = !taken;
  }

  @Override
  public void onResize(WindowSize size) {
    handOver();
    long at = offset;
    lane.offer(0, () -> writer.resized(at, size));
  }

  /** Not too often, whichever way the clock jumps. */
  @Override
  public boolean wantsScreen() {
    return sinceScreen >= SCREEN_EVERY_BYTES
        && Math.abs(clock.millis() - screenAtMillis) >= SCREEN_EVERY_MILLIS;
  }

  @Override
  public void onScreen(WindowSize size, byte[] dump) {
    sinceScreen = 0;
    screenAtMillis = clock.millis();
    handOver();
    long at = offset;
    if (dump.length <= LifeWriter.MAX_SCREEN_BYTES) {
      lane.offer(dump.length, () -> writer.screen(at, size, dump));
    }
  }

  @Override
  public void onEnd() {
    handOver();
    TerminalInfo last = terminal.info();
    About ended = about.ended(clock.instant(), last.exit());
    lane.insist(
        () -> {
          lane.end();
          writer.end(ended);
        });
  }
}
