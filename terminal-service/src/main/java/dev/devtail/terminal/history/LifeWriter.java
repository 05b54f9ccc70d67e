package dev.devtail.terminal.history;

import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.writing.BackgroundWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the segments of one life, on the writer's thread; what it has taken is with the system at
 * once. When the disk fails it leaves a gap, and tries again after a while with a new segment.
 */
final class LifeWriter implements BackgroundWriter.Client {

  /** A segment is finished once its file is as large, in bytes. */
  static final int SEGMENT_BYTES = 1 << 20;

  /** Largest dump of a screen that is kept, in bytes. */
  static final int MAX_SCREEN_BYTES = 4 << 20;

  /** A larger file is none of ours. */
  static final int MAX_SEGMENT_FILE_BYTES = SEGMENT_BYTES + 2 * MAX_SCREEN_BYTES;

  /** Flushes to wait through after a failure. */
  private static final int RETRY_FLUSHES = 10;

  private static final Logger log = LoggerFactory.getLogger(LifeWriter.class);

  /** Where the files are. */
  interface Store {

    /** Notes what is known of the life. */
    void save(Path directory, About about) throws IOException;

    /** A new file for a segment. */
    WritableByteChannel create(Path file) throws IOException;

    /** Deletes it; that it cannot be is no harm. */
    void delete(Path file);
  }

  /** Who is told how it goes. On the writer's thread. */
  interface Observer {

    void onLost(long bytes);

    /** The life has become larger by a segment, or has ended. */
    void onGrown(Life life);
  }

  private final Life life;
  private final Store store;
  private final RecordEncoder encoder;
  private final Clock clock;
  private final Observer observer;

  private WindowSize size;
  private boolean saved;
  private @Nullable Segment segment;
  private @Nullable WritableByteChannel channel;
  private int retryAfter;

  /** Nothing could be kept since it was last told. */
  private boolean failing;

  LifeWriter(
      Life life,
      WindowSize size,
      Store store,
      RecordEncoder encoder,
      Clock clock,
      Observer observer) {
    this.life = life;
    this.size = size;
    this.store = store;
    this.encoder = encoder;
    this.clock = clock;
    this.observer = observer;
  }

  void begin() throws IOException {
    save();
  }

  private void save() throws IOException {
    if (!saved) {
      store.save(life.directory(), life.about());
      saved = true;
    }
  }

  void output(long offset, byte[] bytes, int length) throws IOException {
    if (retryAfter > 0) {
      observer.onLost(length);
      return;
    }
    try {
      open(offset);
      write(encoder.output(offset, bytes, length), offset + length);
      if (failing) {
        failing = false;
        log.info("history goes on terminal={}", life.about().terminalId());
      }
    } catch (IOException failure) {
      observer.onLost(length);
      throw failure;
    }
  }

  void resized(long offset, WindowSize newSize) throws IOException {
    size = newSize;
    if (channel != null) {
      write(encoder.size(offset, newSize), offset);
    }
  }

  void screen(long offset, WindowSize now, byte[] dump) throws IOException {
    size = now;
    if (retryAfter == 0) {
      open(offset);
      write(encoder.screen(offset, now, dump), offset);
    }
  }

  /** Every segment begins with the size, so that it can be played alone. */
  private void open(long offset) throws IOException {
    Segment full = segment;
    if (full != null && full.fileBytes() >= SEGMENT_BYTES && full.first() < offset) {
      closeSegment();
    }
    if (channel == null) {
      save();
      Segment fresh =
          new Segment(
              offset, life.directory().resolve(Histories.fileName(offset)), 0, clock.instant());
      channel = store.create(fresh.file());
      segment = fresh;
      life.begun(fresh);
      write(encoder.size(offset, size), offset);
      observer.onGrown(life);
    }
  }

  private void write(ByteBuffer record, long end) throws IOException {
    WritableByteChannel to = channel;
    Segment grown = segment;
    if (to == null || grown == null) {
      return;
    }
    int bytes = record.remaining();
    while (record.hasRemaining()) {
      to.write(record);
    }
    Segment now = grown.withBytes(grown.fileBytes() + bytes);
    segment = now;
    life.written(now, end);
  }

  private void closeSegment() throws IOException {
    WritableByteChannel open = channel;
    channel = null;
    segment = null;
    if (open != null) {
      open.close();
    }
  }

  /** Nothing is collected here. */
  @Override
  public void flush() {
    retryAfter = Math.max(0, retryAfter - 1);
  }

  @Override
  public void onFailure(IOException failure) {
    if (!failing) {
      failing = true;
      log.warn(
          "history has a gap terminal={} cause={}", life.about().terminalId(), failure.toString());
    }
    retryAfter = RETRY_FLUSHES;
    Segment broken = segment;
    close();
    if (broken != null
        && broken.fileBytes() <= RecordEncoder.HEADER_BYTES + RecordEncoder.SIZE_BYTES) {
      // Nothing is in it, and the next one may begin at the same offset.
      life.removed(broken);
      store.delete(broken.file());
    }
  }

  private void close() {
    try {
      closeSegment();
    } catch (IOException failure) {
      log.warn(
          "history not closed terminal={} cause={}", life.about().terminalId(), failure.toString());
    }
  }

  /** The terminal has ended. */
  void end(About last) throws IOException {
    close();
    life.ended(last);
    store.save(life.directory(), last);
    observer.onGrown(life);
  }

  @Override
  public void onClosing() {
    close();
  }
}
