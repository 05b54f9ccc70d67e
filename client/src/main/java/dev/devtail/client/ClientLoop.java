package dev.devtail.client;

import java.time.Duration;

/** The one thread on which a connection and its terminals live, and its clock. */
public interface ClientLoop {

  void execute(Runnable task);

  /** Runs the task after the delay unless it is cancelled before. */
  Timer schedule(Duration delay, Runnable task);

  /** Monotonic time, in nanoseconds from some origin. */
  long nanoTime();

  /** A task that has been scheduled. */
  @FunctionalInterface
  interface Timer {
    void cancel();
  }
}
