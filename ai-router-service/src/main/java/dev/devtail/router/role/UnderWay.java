package dev.devtail.router.role;

import dev.devtail.router.role.RunState.Ended;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run that is under way here, and how it is stopped. */
final class UnderWay {

  private final RunSpec run;
  private final Thread thread;
  private @Nullable Ended stopped;
  private boolean over;

  /**
   * @param work runs on a thread of its own once it is started
   */
  UnderWay(RunSpec run, Consumer<UnderWay> work) {
    this.run = run;
    this.thread =
        Thread.ofVirtual().name("devtail-run-" + run.id()).unstarted(() -> work.accept(this));
  }

  RunSpec run() {
    return run;
  }

  void start() {
    thread.start();
  }

  /** Ends it, unless it is about to end by itself. */
  synchronized void stop(Ended how) {
    if (!over && stopped == null) {
      stopped = how;
      thread.interrupt();
    }
  }

  /**
   * Called by the run's thread, which nobody stops from now on.
   *
   * @return how it was stopped, if it was
   */
  synchronized Optional<Ended> finish() {
    over = true;
    // What came too late.
    Thread.interrupted();
    return Optional.ofNullable(stopped);
  }

  /**
   * @return whether it has ended in time
   */
  boolean join(Duration patience) throws InterruptedException {
    return thread.join(patience);
  }
}
