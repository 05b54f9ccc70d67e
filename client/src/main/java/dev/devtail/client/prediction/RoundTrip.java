package dev.devtail.client.prediction;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * How long a key takes to the program's terminal and back, and whether that is long enough to
 * predict its echo.
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

  /**
   * @param end offset behind it in the input
   */
  private record Timed(long end, long nanos) {}

  private final ArrayDeque<Timed> timed = new ArrayDeque<>();
  private boolean measured;
  private double smoothedNanos;
  private boolean slow;

  boolean isSlow() {
    return slow;
  }

  void typed(long end, long now) {
    if (timed.size() < MAX_TIMED) {
      timed.add(new Timed(end, now));
    }
  }

  void acknowledged(long offset, long now) {
    while (!timed.isEmpty() && timed.peek().end() <= offset) {
      took(now - timed.remove().nanos());
    }
  }

  /** What was under way may have been cut off: it measures nothing. */
  void restart() {
    timed.clear();
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
