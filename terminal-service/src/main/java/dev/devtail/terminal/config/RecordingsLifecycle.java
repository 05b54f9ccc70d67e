package dev.devtail.terminal.config;

import dev.devtail.terminal.recording.Recordings;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the recordings before anything is recorded, keeps index and directory in order while the
 * service runs, and brings everything onto the disk after the last terminal has ended.
 */
final class RecordingsLifecycle implements SmartLifecycle {

  private static final long INDEX_SECONDS = 2;
  private static final long RETAIN_SECONDS = 3600;
  private static final Logger log = LoggerFactory.getLogger(RecordingsLifecycle.class);

  private final Recordings recordings;
  private @Nullable ScheduledExecutorService keeper;

  RecordingsLifecycle(Recordings recordings) {
    this.recordings = recordings;
  }

  @Override
  public void start() {
    recordings.open();
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("devtail-recordings").factory());
    executor.schedule(guarded(recordings::beginIndex), INDEX_SECONDS, TimeUnit.SECONDS);
    executor.scheduleWithFixedDelay(
        guarded(recordings::catchUpIndex), 2 * INDEX_SECONDS, INDEX_SECONDS, TimeUnit.SECONDS);
    executor.scheduleWithFixedDelay(
        guarded(recordings::retain), 0, RETAIN_SECONDS, TimeUnit.SECONDS);
    keeper = executor;
  }

  /** What fails once is tried again the next time. */
  private static Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException failure) {
        log.warn("recordings were not kept in order", failure);
      }
    };
  }

  @Override
  public void stop() {
    ScheduledExecutorService running = keeper;
    keeper = null;
    if (running != null) {
      running.shutdown();
    }
    recordings.close();
  }

  @Override
  public boolean isRunning() {
    return keeper != null;
  }

  /** Before the terminals, and after them when it stops. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }
}
