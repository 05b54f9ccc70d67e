package dev.devtail.terminal.config;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done again and again in the background, on one thread, until it is closed. */
final class Upkeep implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private final String what;
  private final ScheduledExecutorService executor;

  /**
   * @param what is kept in order, for the log and the thread's name
   */
  Upkeep(String what) {
    this.what = what;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("devtail-" + what).factory());
  }

  void once(long afterSeconds, Runnable work) {
    executor.schedule(guarded(work), afterSeconds, TimeUnit.SECONDS);
  }

  /** What fails once is tried again the next time. */
  void repeat(long afterSeconds, long everySeconds, Runnable work) {
    executor.scheduleWithFixedDelay(guarded(work), afterSeconds, everySeconds, TimeUnit.SECONDS);
  }

  private Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException failure) {
        log.warn("{} were not kept in order", what, failure);
      }
    };
  }

  /** What is under way is finished. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
