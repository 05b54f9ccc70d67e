package dev.devtail.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A loop in virtual time: nothing happens but what a test lets happen. */
public final class VirtualLoop implements ClientLoop {

  private static final class Task {
    final long due;
    final long number;
    final Runnable work;
    boolean cancelled;

    Task(long due, long number, Runnable work) {
      this.due = due;
      this.number = number;
      this.work = work;
    }
  }

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(
          Comparator.<Task>comparingLong(task -> task.due).thenComparingLong(task -> task.number));
  private long now = 1_000_000_000L;
  private long count;

  @Override
  public void execute(Runnable task) {
    tasks.add(new Task(now, count++, task));
  }

  @Override
  public Timer schedule(Duration delay, Runnable work) {
    Task task = new Task(now + delay.toNanos(), count++, work);
    tasks.add(task);
    return () -> task.cancelled = true;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  /** Runs what is due. */
  public void run() {
    advance(Duration.ZERO);
  }

  public void advance(Duration time) {
    long until = now + time.toNanos();
    for (Task next = tasks.peek(); next != null && next.due <= until; next = tasks.peek()) {
      tasks.remove();
      now = Math.max(now, next.due);
      if (!next.cancelled) {
        next.work.run();
      }
    }
    now = until;
  }
}
