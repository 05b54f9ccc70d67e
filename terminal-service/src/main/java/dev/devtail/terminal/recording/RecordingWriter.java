package dev.devtail.terminal.recording;

import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.recording.Recording.State;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes all recordings, on one thread. Terminals hand over what they show and never wait: a queue
 * that is full ends the recording it is full of, and nothing else.
 */
final class RecordingWriter implements AutoCloseable {

  /** What one recording may have in the queue, in bytes. */
  static final int MAX_QUEUED_BYTES = 8 << 20;

  /** What all recordings together may have in the queue, in bytes. */
  static final int MAX_QUEUED_BYTES_TOTAL = 64 << 20;

  /** What an entry costs beside its bytes. */
  private static final int ENTRY_BYTES = 128;

  /** After this time what was shown is in the file, whatever becomes of the process. */
  static final Duration FLUSH_INTERVAL = Duration.ofMillis(500);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(RecordingWriter.class);

  /** Where the writer finds the files, and who is told of ends. */
  interface Shelf {

    /** A new file for the recording. */
    WritableByteChannel create(Recording recording) throws IOException;

    /** Environment to note in the file's header. */
    Map<String, String> environment();

    /** The recording is over; called on the writer's thread, before anybody else is told. */
    void closed(Recording last);
  }

  sealed interface Entry {
    RunningRecording recording();

    int bytes();
  }

  private record Begin(RunningRecording recording, WindowSize size) implements Entry {
    @Override
    public int bytes() {
      return ENTRY_BYTES;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Output(RunningRecording recording, long millis, byte[] shown) implements Entry {
    @Override
    public int bytes() {
      return ENTRY_BYTES + shown.length;
    }
  }

  record Resize(RunningRecording recording, long millis, WindowSize size) implements Entry {
    @Override
    public int bytes() {
      return ENTRY_BYTES;
    }
  }

  private record End(RunningRecording recording, State how) implements Entry {
    @Override
    public int bytes() {
      return ENTRY_BYTES;
    }
  }

  private final Shelf shelf;
  private final long maxFileBytes;

  /** Bounded by the bytes of what is in it, see {@link #offer}. */
  private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();

  private final AtomicLong queuedBytes = new AtomicLong();
  private final Map<RunningRecording, CastFile> files = new HashMap<>();
  private final Thread thread;
  private volatile boolean closing;

  /**
   * @param maxFileBytes a recording that becomes larger is ended
   */
  RecordingWriter(Shelf shelf, long maxFileBytes) {
    this.shelf = shelf;
    this.maxFileBytes = maxFileBytes;
    this.thread = Thread.ofPlatform().daemon().name("devtail-recorder").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  // ---- from any thread

  void begin(RunningRecording recording, WindowSize size) {
    enqueue(new Begin(recording, size));
  }

  /**
   * @return whether there is room for it
   */
  boolean offer(Entry entry) {
    if (entry.recording().queuedBytes.get() + entry.bytes() > MAX_QUEUED_BYTES
        || queuedBytes.get() + entry.bytes() > MAX_QUEUED_BYTES_TOTAL) {
      return false;
    }
    enqueue(entry);
    return true;
  }

  void end(RunningRecording recording, State how) {
    enqueue(new End(recording, how));
  }

  private void enqueue(Entry entry) {
    entry.recording().queuedBytes.addAndGet(entry.bytes());
    queuedBytes.addAndGet(entry.bytes());
    queue.add(entry);
  }

  // ---- on the writer's thread

  private void run() {
    long flushAt = System.nanoTime() + FLUSH_INTERVAL.toNanos();
    try {
      while (!closing || !queue.isEmpty()) {
        Entry next = queue.poll(flushAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next != null) {
          take(next);
        }
        if (flushAt - System.nanoTime() <= 0) {
          files.keySet().stream().toList().forEach(this::flush);
          flushAt = System.nanoTime() + FLUSH_INTERVAL.toNanos();
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      files.keySet().stream().toList().forEach(recording -> close(recording, State.COMPLETE));
    }
  }

  private void take(Entry entry) {
    entry.recording().queuedBytes.addAndGet(-entry.bytes());
    queuedBytes.addAndGet(-entry.bytes());
    CastFile file = files.get(entry.recording());
    try {
      switch (entry) {
        case Begin begin -> open(begin);
        case Output output when file != null -> file.output(output.millis(), output.shown());
        case Resize resize when file != null -> file.resize(resize.millis(), resize.size());
        case End end -> close(end.recording(), end.how());
        // Behind the end of the recording.
        case Output late -> {}
        case Resize late -> {}
      }
    } catch (IOException failure) {
      fail(entry.recording(), failure);
    }
    if (file != null && file.writtenBytes() > maxFileBytes) {
      close(entry.recording(), State.TOO_LONG);
    }
  }

  private void open(Begin begin) throws IOException {
    Recording recording = begin.recording().now();
    CastFile file = new CastFile(shelf.create(recording));
    files.put(begin.recording(), file);
    file.header(begin.size(), recording.startedAt(), recording.name(), shelf.environment());
    file.flush();
    begin.recording().onWritten(0, file.writtenBytes());
  }

  private void flush(RunningRecording recording) {
    CastFile file = files.get(recording);
    if (file != null) {
      try {
        file.flush();
        recording.onWritten(file.durationMillis(), file.writtenBytes());
      } catch (IOException failure) {
        fail(recording, failure);
      }
    }
  }

  private void fail(RunningRecording recording, IOException failure) {
    log.warn("recording failed id={} cause={}", recording.now().id(), failure.toString());
    close(recording, State.DISK_FAILED);
  }

  private void close(RunningRecording recording, State how) {
    CastFile file = files.remove(recording);
    State state = how;
    Recording last = recording.now();
    if (file != null) {
      try {
        file.close();
      } catch (IOException failure) {
        log.warn("recording failed id={} cause={}", last.id(), failure.toString());
        state = State.DISK_FAILED;
      }
      last = last.with(state, file.durationMillis(), file.writtenBytes());
    } else {
      last = last.with(state, 0, 0);
    }
    if (!recording.closed().isDone()) {
      log.info("recording ended id={} terminal={} state={}", last.id(), last.terminalId(), state);
      shelf.closed(last);
      recording.onClosed(last);
    }
  }

  /** Writes what is in the queue, and ends all recordings. */
  @Override
  public void close() {
    closing = true;
    try {
      if (thread.isAlive() && !thread.join(CLOSE_TIMEOUT)) {
        log.warn("recordings were not written in time queuedBytes={}", queuedBytes.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
