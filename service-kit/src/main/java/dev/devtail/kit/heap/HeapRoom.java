package dev.devtail.kit.heap;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets the heap grow while the process has much to do, and makes it small again when that is over.
 * A collector that is held to a tight limit all the time is busier than the program: three
 * collections a second in place of one in seconds, and a third of the calls.
 */
public final class HeapRoom {

  /** Between two {@link #look}s. */
  public static final Duration PERIOD = Duration.ofSeconds(5);

  /** Collections in a period from which on the heap is too small for what is done. */
  static final long MANY = 5;

  /** Periods without any collection until the heap is made small again. */
  static final int QUIET_PERIODS = 12;

  private final long small;
  private final long large;
  private final LongSupplier collections;
  private final LongConsumer limit;

  private long seen;
  private boolean grown;
  private int quiet;

  /**
   * @param small the heap's soft limit while little is done, in bytes
   * @param large and while much is
   * @param collections how many there have been
   * @param limit is told a new soft limit
   */
  HeapRoom(long small, long large, LongSupplier collections, LongConsumer limit) {
    this.small = small;
    this.large = large;
    this.collections = collections;
    this.limit = limit;
    this.seen = collections.getAsLong();
  }

  /**
   * Of this process: between the soft limit that it was started with and what is below its hard
   * one.
   */
  public static HeapRoom ofProcess() {
    ZCollector collector = ZCollector.ofProcess();
    OptionalLong soft = collector.softLimit();
    return new HeapRoom(
        soft.orElse(Long.MAX_VALUE),
        collector.roomyLimit(),
        collector::collections,
        collector::limit);
  }

  /** Once a {@link #PERIOD}, by one thread at a time. */
  public void look() {
    long now = collections.getAsLong();
    long since = now - seen;
    seen = now;
    quiet = since == 0 ? quiet + 1 : 0;
    if (!grown && since >= MANY && large > small) {
      grown = true;
      limit.accept(large);
    } else if (grown && quiet >= QUIET_PERIODS) {
      grown = false;
      limit.accept(small);
    }
  }
}
