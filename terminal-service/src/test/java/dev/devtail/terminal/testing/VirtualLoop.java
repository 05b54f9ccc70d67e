package dev.devtail.terminal.testing;

import dev.devtail.terminal.domain.TerminalLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A loop, and its clock, in virtual time: nothing happens but what a test lets happen. Tasks may be
 * given by other threads.
 */
public final class VirtualLoop extends Clock implements TerminalLoop {

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
  private long now = Duration.ofDays(1).toNanos();
  private long count;
  private Duration jumped = Duration.ZERO;

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(new Task(now, count++, task));
  }

  @Override
  public synchronized Timer schedule(Duration delay, Runnable work) {
    Task task = new Task(now + delay.toNanos(), count++, work);
    tasks.add(task);
    return () -> task.cancelled = true;
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  /** Runs what is due. */
  public void run() {
    advance(Duration.ZERO);
  }

  /** Sets the clock, and no timer: it was wrong, or a machine slept. */
  public synchronized void jump(Duration by) {
    jumped = jumped.plus(by);
  }

  public synchronized void advance(Duration time) {
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

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(0, now).plus(jumped);
  }
}
