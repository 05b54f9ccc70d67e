package dev.devtail.bench.link;

import java.util.random.RandomGenerator;

/**
 * One direction of one connection: when what enters it comes out. Holds no bytes and knows no
 * clock. What enters first comes out first: a segment that is late or lost holds up those behind
 * it, as TCP does.
 */
final class Way {

  private final Link link;
  private final Line line;
  private final TunnelPlan tunnels;
  private final RandomGenerator random;
  private final long openNanos;
  private long lastArrival = Long.MIN_VALUE;
  private int underWay;

  /**
   * @param openNanos nothing enters before: the connection's handshake takes a round trip
   */
  Way(Link link, Line line, TunnelPlan tunnels, RandomGenerator random, long openNanos) {
    this.link = link;
    this.line = line;
    this.tunnels = tunnels;
    this.random = random;
    this.openNanos = openNanos;
  }

  /** Whether so many bytes more may enter. */
  boolean hasRoom(int bytes) {
    return underWay + bytes <= link.windowBytes();
  }

  /**
   * Takes bytes in.
   *
   * @return when the last of them comes out
   */
  long enter(long nanos, int bytes) {
    underWay += bytes;
    for (int rest = bytes; rest > 0; rest -= Link.SEGMENT_BYTES) {
      long sent = line.send(Math.max(nanos, openNanos), Math.min(rest, Link.SEGMENT_BYTES));
      long arrival = sent + link.delay().toNanos() + jitter();
      if (link.loss() > 0 && random.nextDouble() < link.loss()) {
        arrival += link.retransmission().toNanos();
      }
      lastArrival = Math.max(lastArrival, tunnels.reception(arrival));
    }
    return lastArrival;
  }

  private long jitter() {
    return link.jitter().isZero() ? 0 : random.nextLong(link.jitter().toNanos() + 1);
  }

  /** Bytes have come out, and the receiver has taken them. */
  void leave(int bytes) {
    underWay -= bytes;
  }
}
