package dev.devtail.terminal.config;

import dev.devtail.terminal.recording.Recordings;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the recordings before anything is recorded, keeps index and directory in order while the
 * service runs, and brings everything onto the disk after the last terminal has ended.
 */
final class RecordingsLifecycle implements SmartLifecycle {

  private static final long INDEX_SECONDS = 2;
  private static final long RETAIN_SECONDS = 3600;

  private final Recordings recordings;
  private @Nullable Upkeep upkeep;

  RecordingsLifecycle(Recordings recordings) {
    this.recordings = recordings;
  }

  @Override
  public void start() {
    recordings.open();
    Upkeep begun = new Upkeep("recordings");
    begun.once(INDEX_SECONDS, recordings::beginIndex);
    begun.repeat(2 * INDEX_SECONDS, INDEX_SECONDS, recordings::catchUpIndex);
    begun.repeat(0, RETAIN_SECONDS, recordings::retain);
    upkeep = begun;
  }

  @Override
  public void stop() {
    Upkeep running = upkeep;
    upkeep = null;
    if (running != null) {
      running.close();
    }
    recordings.close();
  }

  @Override
  public boolean isRunning() {
    return upkeep != null;
  }

  /** Before the terminals, and after them when it stops. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }
}
