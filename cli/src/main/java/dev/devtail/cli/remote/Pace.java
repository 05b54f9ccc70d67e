package dev.devtail.cli.remote;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the pauses of a recording take.
 *
 * @param speed how many times as fast as it was
 * @param longestPause longer ones are cut to this, before they are sped up; null: none is
 */
record Pace(double speed, @Nullable Duration longestPause) {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Nanoseconds to wait from an event to the next. */
  long nanosBetween(long fromMillis, long toMillis) {
    long pause = Math.max(0, toMillis - fromMillis);
    if (longestPause != null) {
      pause = Math.min(pause, longestPause.toMillis());
    }
    return (long) (pause * NANOS_PER_MILLI / speed);
  }
}
