package dev.devtail.terminal.config;

import dev.devtail.kit.time.PeriodicTask;
import dev.devtail.terminal.recording.Recordings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the recordings before anything is recorded, keeps index and directory in order while the
 * service runs, and brings everything onto the disk after the last terminal has ended.
 */
final class RecordingsLifecycle implements SmartLifecycle {

  private static final Duration INDEX_PERIOD = Duration.ofSeconds(2);
  private static final Duration RETAIN_PERIOD = Duration.ofHours(1);

  private final Recordings recordings;

  /** Reads and writes files, so one at a time and on no event loop. */
  private final ExecutorService files =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("devtail-recordings").factory());

  private final List<PeriodicTask> tasks;
  private volatile boolean running;
  private boolean indexBegun;

  RecordingsLifecycle(Recordings recordings) {
    this.recordings = recordings;
    this.tasks =
        List.of(
            PeriodicTask.blocking(
                "index of recordings", INDEX_PERIOD, INDEX_PERIOD, this::index, files),
            PeriodicTask.blocking(
                "recordings that go", Duration.ZERO, RETAIN_PERIOD, recordings::retain, files));
  }

  @Override
  public void start() {
    recordings.open();
    tasks.forEach(PeriodicTask::start);
    running = true;
  }

  private void index() {
    if (indexBegun) {
      recordings.catchUpIndex();
    } else {
      indexBegun = true;
      recordings.beginIndex();
    }
  }

  @Override
  public void stop() {
    running = false;
    tasks.forEach(PeriodicTask::stop);
    files.shutdown();
    recordings.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the terminals, and after them when it stops. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }
}
