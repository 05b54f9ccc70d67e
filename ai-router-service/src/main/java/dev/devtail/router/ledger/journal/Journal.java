package dev.devtail.router.ledger.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on disk, until somebody has taken them elsewhere. One thread writes whatever waits and
 * makes it durable at once, so that many share one fsync. What was written is read in sealed
 * segments, on an ordinary day just as after a crash.
 */
public final class Journal implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  /** Records that wait to be written; one more is refused. */
  private static final int MAX_WAITING = 16_384;

  /** Records that share one fsync. */
  private static final int MAX_BATCH = 1_024;

  /** From one sync to the next, at the least: what comes meanwhile shares it. */
  private static final Duration GATHERED = Duration.ofMillis(5);

  /** A segment that has reached it is not written to any more. */
  private static final long SEGMENT_BYTES = 4L * 1024 * 1024;

  /** What the writer does, in turn. */
  private sealed interface Task {

    record Append(ByteBuffer framed, CompletableFuture<@Nullable Void> done) implements Task {}

    record Seal(CompletableFuture<List<Segment>> sealed) implements Task {}

    record Stop() implements Task {}
  }

  private final JournalDirectory directory;
  private final UUID holder;
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final BlockingQueue<Task> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread writer;

  /** The segment that is written to; null if the next record begins one. Of the writer. */
  private @Nullable FileChannel active;

  /** When the last sync was over; of the writer. */
  private long forcedAt = System.nanoTime() - GATHERED.toNanos();

  private Journal(JournalDirectory directory, long maxBytes) throws IOException {
    this.directory = directory;
    this.holder = directory.holder();
    this.maxBytes = maxBytes;
    for (Segment left : directory.segments()) {
      bytes.addAndGet(Files.size(left.file()));
    }
    this.writer = Thread.ofPlatform().name("ledger-journal").daemon().unstarted(this::write);
  }

  /**
   * Opens a journal; what an earlier process has left in it is there to be read.
   *
   * @param maxBytes from which on {@link #isFull}
   * @throws IOException if the directory cannot be used, or another process uses it
   */
  public static Journal open(Path path, long maxBytes) throws IOException {
    JournalDirectory directory = JournalDirectory.open(path);
    try {
      Journal journal = new Journal(directory, maxBytes);
      journal.writer.start();
      return journal;
    } catch (IOException failed) {
      directory.close();
      throw failed;
    }
  }

  /** The same over restarts, and no other journal's. */
  public UUID holder() {
    return holder;
  }

  /** What is on disk. */
  public long bytes() {
    return bytes.get();
  }

  /**
   * Whether nothing more should be begun that would be recorded here. What is under way still can
   * be.
   */
  public boolean isFull() {
    return bytes.get() >= maxBytes;
  }

  /**
   * Completes once the record is durable.
   *
   * @return fails with an {@link IOException} if the disk does not take it, or {@link
   *     RejectedExecutionException} if too many wait or the journal is closed
   */
  CompletableFuture<@Nullable Void> append(byte[] record) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    if (record.length > Segment.MAX_RECORD_BYTES) {
      done.completeExceptionally(
          new IOException(
              "record: %d bytes (expected: <= %d)"
                  .formatted(record.length, Segment.MAX_RECORD_BYTES)));
    } else {
      offer(new Task.Append(Segment.framed(record), done), done);
    }
    return done;
  }

  /**
   * Begins a new segment, so that all that is recorded by now can be read.
   *
   * @return the others, oldest first
   */
  CompletableFuture<List<Segment>> seal() {
    CompletableFuture<List<Segment>> sealed = new CompletableFuture<>();
    offer(new Task.Seal(sealed), sealed);
    return sealed;
  }

  private void offer(Task task, CompletableFuture<?> waitingFor) {
    if (!writer.isAlive() || !waiting.offer(task)) {
      waitingFor.completeExceptionally(
          new RejectedExecutionException("the journal is closed or cannot keep up"));
    }
  }

  /** Deletes what has been taken elsewhere. */
  void delete(Segment segment) throws IOException {
    long size = Files.size(segment.file());
    JournalDirectory.delete(segment);
    bytes.addAndGet(-size);
  }

  /** Keeps what cannot be read for people to look at. */
  void setAside(Segment segment) throws IOException {
    long size = Files.size(segment.file());
    Path aside = JournalDirectory.setAside(segment);
    bytes.addAndGet(-size);
    log.error("journal damaged, kept aside file={}", aside);
  }

  private void write() {
    List<Task> tasks = new ArrayList<>(MAX_BATCH);
    List<Task.Append> batch = new ArrayList<>(MAX_BATCH);
    boolean stopped = false;
    try {
      while (!stopped) {
        tasks.add(waiting.take());
        gather();
        waiting.drainTo(tasks, MAX_BATCH - 1);
        for (Task task : tasks) {
          switch (task) {
            case Task.Append append -> batch.add(append);
            case Task.Seal(CompletableFuture<List<Segment>> sealed) -> {
              flush(batch);
              sealNow(sealed);
            }
            case Task.Stop stop -> stopped = true;
          }
        }
        flush(batch);
        tasks.clear();
      }
    } catch (InterruptedException e) {
      log.debug("journal interrupted");
    } finally {
      closeActive();
    }
  }

  /** Of calls that come all the time, those of a moment are synced together. */
  private void gather() throws InterruptedException {
    long wait = GATHERED.toNanos() - (System.nanoTime() - forcedAt);
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  private void flush(List<Task.Append> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      force(batch);
      batch.forEach(append -> append.done().complete(null));
    } catch (IOException failure) {
      log.error("journal cannot be written records={}", batch.size(), failure);
      // What is torn now is skipped by whoever reads it; the next record begins a new segment.
      closeActive();
      batch.forEach(append -> append.done().completeExceptionally(failure));
    }
    batch.clear();
  }

  private void force(List<Task.Append> batch) throws IOException {
    int size = batch.stream().mapToInt(append -> append.framed().remaining()).sum();
    ByteBuffer buffer = ByteBuffer.allocate(size);
    batch.forEach(append -> buffer.put(append.framed()));
    buffer.flip();
    FileChannel channel = active;
    if (channel == null) {
      channel = directory.create();
      active = channel;
    }
    while (buffer.hasRemaining()) {
      bytes.addAndGet(channel.write(buffer));
    }
    channel.force(false);
    forcedAt = System.nanoTime();
    if (channel.size() >= SEGMENT_BYTES) {
      closeActive();
    }
  }

  private void sealNow(CompletableFuture<List<Segment>> sealed) {
    closeActive();
    try {
      sealed.complete(directory.segments());
    } catch (IOException | UncheckedIOException failure) {
      sealed.completeExceptionally(failure);
    }
  }

  private void closeActive() {
    FileChannel channel = active;
    active = null;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        log.warn("journal segment not closed", e);
      }
    }
  }

  /** Writes what waits, then closes; what comes later is refused. */
  @Override
  public void close() {
    boolean interrupted = false;
    try {
      waiting.put(new Task.Stop());
      writer.join();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    try {
      directory.close();
    } catch (IOException e) {
      log.warn("journal directory not closed", e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
