package dev.devtail.gateway.models;

import dev.devtail.kit.fault.Fault;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What requests to models may take of this process's memory, all together, from when they are read
 * until they are answered: many long ones at once would take it from the terminals.
 */
final class RequestMemory {

  /** Of the heap. */
  private static final int SHARE = 8;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final AtomicLong free;

  /**
   * @param bytes at least as many as the longest request has
   */
  RequestMemory(long bytes) {
    this.free = new AtomicLong(bytes);
  }

  /** An eighth of the heap, and room for one request however small that is. */
  static RequestMemory ofHeap() {
    return new RequestMemory(
        Math.max(ModelRequests.MAX_BODY_BYTES, Runtime.getRuntime().maxMemory() / SHARE));
  }

  /** Of one request; its owner closes it. */
  final class Taken implements AutoCloseable {

    private long bytes;

    /**
     * @throws Fault UNAVAILABLE if there is no room
     */
    void take(int more) {
      if (free.addAndGet(-more) < 0) {
        free.addAndGet(more);
        throw Fault.unavailable(
            "Too many long requests are under way; try again in a moment.", RETRY_AFTER);
      }
      bytes += more;
    }

    @Override
    public void close() {
      free.addAndGet(bytes);
      bytes = 0;
    }
  }

  Taken begin() {
    return new Taken();
  }
}
