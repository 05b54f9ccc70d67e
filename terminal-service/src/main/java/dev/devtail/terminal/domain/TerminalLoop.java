package dev.devtail.terminal.domain;

import java.time.Duration;

/** The one thread on which a terminal lives. */
public interface TerminalLoop {

  boolean inLoop();

  /** Runs the task on the loop, after what was given to it before. */
  void execute(Runnable task);

  /** Runs the task on the loop after the delay, unless it is cancelled before. */
  Timer schedule(Duration delay, Runnable task);

  /**
   * The time of its timers, in nanoseconds since some moment: it only goes on, however the clock is
   * set, and stands while the machine sleeps.
   */
  long nanoTime();

  /** Runs the task now if this is the loop's thread, else soon on it. */
  default void run(Runnable task) {
    if (inLoop()) {
      task.run();
    } else {
      execute(task);
    }
  }

  /** A task that has been scheduled. */
  @FunctionalInterface
  interface Timer {
    void cancel();
  }
}
