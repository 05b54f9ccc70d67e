package dev.devtail.terminal.domain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A loop on which nothing happens until something has been prepared, which begins with the first
 * task. Tasks keep their order.
 */
final class DeferredLoop implements TerminalLoop {

  private enum State {
    IDLE,
    PREPARING,
    READY
  }

  /** Prepares; may take its time, on other threads. */
  @FunctionalInterface
  interface Preparation {

    /**
     * @param ready to be run once, on any thread, when it is done
     */
    void begin(Runnable ready);
  }

  private final TerminalLoop loop;
  private final Preparation preparation;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private State state = State.IDLE;

  DeferredLoop(TerminalLoop loop, Preparation preparation) {
    this.loop = loop;
    this.preparation = preparation;
  }

  @Override
  public synchronized boolean inLoop() {
    return state == State.READY && loop.inLoop();
  }

  @Override
  public void execute(Runnable task) {
    boolean first;
    synchronized (this) {
      if (state == State.READY) {
        loop.execute(task);
        return;
      }
      waiting.add(task);
      first = state == State.IDLE;
      state = State.PREPARING;
    }
    if (first) {
      preparation.begin(() -> loop.execute(this::catchUp));
    }
  }

  /** As {@link #execute}, but only if anything was ever to be done here. */
  void executeIfUsed(Runnable task) {
    synchronized (this) {
      if (state == State.IDLE) {
        return;
      }
    }
    execute(task);
  }

  private void catchUp() {
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    if (next == null) {
      state = State.READY;
    }
    return next;
  }

  @Override
  public long nanoTime() {
    return loop.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return loop.schedule(delay, task);
  }
}
