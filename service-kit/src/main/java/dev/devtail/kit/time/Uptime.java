package dev.devtail.kit.time;

import java.util.concurrent.TimeUnit;

/**
 * Time that only goes forward, however somebody sets the clock; what has lasted how long is asked
 * of it. It stands while the machine sleeps.
 */
@FunctionalInterface
public interface Uptime {

  /** Since some moment, in milliseconds. */
  long millis();

  /** That of this machine. */
  static Uptime system() {
    return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
