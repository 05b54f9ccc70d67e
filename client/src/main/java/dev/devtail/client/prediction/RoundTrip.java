package dev.devtail.client.prediction;

import java.time.Duration;

/**
 * How long a key takes to the program's terminal and back, and whether that is long enough to
 * predict its echo. Takes no memory for a key.
 */
final class RoundTrip {

  /** Share of a new measurement in the smoothed one, as for TCP (RFC 6298). */
  private static final double GAIN = 1.0 / 8;

  /** Slower than this, echo is predicted ... */
  private static final long ON_ABOVE_NANOS = Duration.ofMillis(30).toNanos();

  /** ... until it is as fast as this: in between nothing changes, so that it does not flicker. */
  private static final long OFF_BELOW_NANOS = Duration.ofMillis(20).toNanos();

  /** Keys under way that are timed; more of them at once are not. */
  private static final int MAX_TIMED = 64;

  /** Of the keys that are timed, in a ring: the offset behind each in the input, and when. */
  private final long[] ends = new long[MAX_TIMED];

  private final long[] typedAt = new long[MAX_TIMED];
  private int first;
  private int count;

  private boolean measured;
  private double smoothedNanos;
  private boolean slow;

  boolean isSlow() {
    return slow;
  }

  /** Known not to be slow. Before anything is measured it may be. */
  boolean isFast() {
    return measured && !slow;
  }

  void typed(long end, long now) {
    if (count < MAX_TIMED) {
      int last = (first + count) % MAX_TIMED;
      ends[last] = end;
      typedAt[last] = now;
      count++;
    }
  }

  void acknowledged(long offset, long now) {
    while (count > 0 && ends[first] <= offset) {
      took(now - typedAt[first]);
      first = (first + 1) % MAX_TIMED;
      count--;
    }
  }

  /** What was under way may have been cut off: it measures nothing. */
  void restart() {
    count = 0;
  }

  private void took(long nanos) {
    smoothedNanos = measured ? smoothedNanos + GAIN * (nanos - smoothedNanos) : nanos;
    measured = true;
    if (smoothedNanos > ON_ABOVE_NANOS) {
      slow = true;
    } else if (smoothedNanos <= OFF_BELOW_NANOS) {
      slow = false;
    }
  }
}
