package dev.devtail.terminal.writing;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files for many terminals, on one thread. A terminal hands over work and never waits: its
 * {@link Lane} takes so many bytes, and all lanes together so many; what is beyond is refused.
 */
public final class BackgroundWriter implements AutoCloseable {

  /** What one lane may have in the queue, in bytes. */
  public static final int MAX_QUEUED_BYTES = 8 << 20;

  /** What all lanes together may have in the queue, in bytes. */
  static final int MAX_QUEUED_BYTES_TOTAL = 64 << 20;

  /** What a piece of work costs beside its bytes. */
  private static final int WORK_BYTES = 128;

  /** How often files are flushed. */
  static final Duration FLUSH_INTERVAL = Duration.ofMillis(500);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(BackgroundWriter.class);

  /** A piece of work, on the writer's thread. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  /** Whose files a lane's work writes. Called on the writer's thread. */
  public interface Client {

    /** What was collected goes to the system: it is kept even if this process is killed. */
    void flush() throws IOException;

    /** Work, or a flush, has failed. */
    void onFailure(IOException failure);

    /** The writer goes down: the last call. Not made once the lane has ended. */
    void onClosing();
  }

  /** The way of one client's work to the writer, in order. */
  public final class Lane {

    private final Client client;
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private boolean ended;

    private Lane(Client client) {
      this.client = client;
    }

    /**
     * Hands over work; may be called from any thread.
     *
     * @param bytes that the work holds
     * @return whether there is room for it; if not, it will not be done
     */
    public boolean offer(int bytes, Work work) {
      int cost = bytes + WORK_BYTES;
      if (queuedBytes.get() + cost > MAX_QUEUED_BYTES
          || BackgroundWriter.this.queuedBytes.get() + cost > MAX_QUEUED_BYTES_TOTAL) {
        return false;
      }
      enqueue(cost, work);
      return true;
    }

    /** Hands over what has to be done even if there is no room: a beginning or an end. */
    public void insist(Work work) {
      enqueue(WORK_BYTES, work);
    }

    /** What follows is not done, and the client is not called any more. On the writer's thread. */
    public void end() {
      ended = true;
      lanes.remove(this);
    }

    private void enqueue(int cost, Work work) {
      queuedBytes.addAndGet(cost);
      BackgroundWriter.this.queuedBytes.addAndGet(cost);
      queue.add(new Entry(this, cost, work));
    }
  }

  private record Entry(Lane lane, int cost, Work work) {}

  /** Bounded by the bytes of what is in it, see {@link Lane#offer}. */
  private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();

  private final AtomicLong queuedBytes = new AtomicLong();

  /** Those that have done work; belongs to the writer's thread. */
  private final Set<Lane> lanes = new LinkedHashSet<>();

  private final Thread thread;
  private volatile boolean closing;

  /**
   * @param name of its thread
   */
  public BackgroundWriter(String name) {
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** A lane for a client; it costs nothing until there is work. */
  public Lane lane(Client client) {
    return new Lane(client);
  }

  private void run() {
    long flushAt = System.nanoTime() + FLUSH_INTERVAL.toNanos();
    try {
      while (!closing || !queue.isEmpty()) {
        Entry next = queue.poll(flushAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next != null) {
          next.lane().queuedBytes.addAndGet(-next.cost());
          queuedBytes.addAndGet(-next.cost());
          if (!next.lane().ended) {
            lanes.add(next.lane());
            attempt(next.lane(), next.work());
          }
        }
        if (flushAt - System.nanoTime() <= 0) {
          List.copyOf(lanes).forEach(lane -> attempt(lane, lane.client::flush));
          flushAt = System.nanoTime() + FLUSH_INTERVAL.toNanos();
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      List.copyOf(lanes).forEach(lane -> lane.client.onClosing());
    }
  }

  private static void attempt(Lane lane, Work work) {
    try {
      work.run();
    } catch (IOException failure) {
      lane.client.onFailure(failure);
    } catch (RuntimeException bug) {
      // One client's must not end the others' writing.
      log.error("writing failed", bug);
      lane.client.onFailure(new IOException(bug));
    }
  }

  /** Work of a lane that has ended is not done, but it is taken. */
  private void wake() {
    Lane nobody =
        new Lane(
            new Client() {
              @Override
              public void flush() {}

              @Override
              public void onFailure(IOException failure) {}

              @Override
              public void onClosing() {}
            });
    nobody.ended = true;
    nobody.insist(() -> {});
  }

  /** Does what is in the queue, and closes all files. */
  @Override
  public void close() {
    closing = true;
    wake();
    try {
      if (thread.isAlive() && !thread.join(CLOSE_TIMEOUT)) {
        log.warn("not everything was written in time queuedBytes={}", queuedBytes.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
