package dev.devtail.cli.remote;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where in a recording one is, and when its next event is due: a clock that runs, stands, is set,
 * and runs faster or slower. Times are milliseconds from the recording's beginning.
 */
final class Pace {

  static final double MIN_SPEED = 0.1;
  static final double MAX_SPEED = 100;

  private static final double NANOS_PER_MILLI = 1e6;

  private final LongSupplier nanoTime;
  private final @Nullable Duration longestPause;
  private double speed;
  private boolean running = true;

  /** The place at {@code sinceNanos}. */
  private double baseMillis;

  private long sinceNanos;

  /** The time of what is on the screen. */
  private long shownMillis;

  /**
   * @param nanoTime a clock, in nanoseconds; only differences mean anything
   * @param speed how many times as fast as it was, from {@link #MIN_SPEED} to {@link #MAX_SPEED}
   * @param longestPause longer ones are cut to this, in time of the recording; null: none is
   */
  Pace(LongSupplier nanoTime, double speed, @Nullable Duration longestPause) {
    this.nanoTime = nanoTime;
    this.speed = speed;
    this.longestPause = longestPause;
    this.sinceNanos = nanoTime.getAsLong();
  }

  /** Where one is. */
  long millis() {
    return (long) place();
  }

  private double place() {
    return running
        ? baseMillis + (nanoTime.getAsLong() - sinceNanos) / NANOS_PER_MILLI * speed
        : baseMillis;
  }

  double speed() {
    return speed;
  }

  boolean isRunning() {
    return running;
  }

  /** Stands if it runs, and runs if it stands. */
  void toggle() {
    rebase(place());
    running = !running;
  }

  void faster() {
    rebase(place());
    speed = Math.min(MAX_SPEED, speed * 2);
  }

  void slower() {
    rebase(place());
    speed = Math.max(MIN_SPEED, speed / 2);
  }

  /** The screen is that of another time now. */
  void moveTo(long millis) {
    rebase((double) millis);
    shownMillis = millis;
  }

  /** Nanoseconds until an event is due if it runs; not above 0 if it is. */
  long nanosUntil(long eventMillis) {
    long dueMillis =
        longestPause == null
            ? eventMillis
            : Math.min(eventMillis, shownMillis + longestPause.toMillis());
    return (long) Math.ceil((dueMillis - place()) * NANOS_PER_MILLI / speed);
  }

  /** An event that was due has been shown: a pause that was cut is behind. */
  void shown(long eventMillis) {
    shownMillis = Math.max(shownMillis, eventMillis);
    if (place() < eventMillis) {
      rebase((double) eventMillis);
    }
  }

  private void rebase(double millis) {
    baseMillis = millis;
    sinceNanos = nanoTime.getAsLong();
  }
}
