package dev.devtail.session.config;

import dev.devtail.session.events.LiveEvents;
import org.springframework.context.SmartLifecycle;

/** Listens for events while the service runs, and sends their watchers away when it stops. */
final class LiveEventsLifecycle implements SmartLifecycle {

  private final LiveEvents liveEvents;

  LiveEventsLifecycle(LiveEvents liveEvents) {
    this.liveEvents = liveEvents;
  }

  @Override
  public void start() {
    liveEvents.start();
  }

  @Override
  public void stop() {
    liveEvents.stop();
  }

  @Override
  public boolean isRunning() {
    return liveEvents.isRunning();
  }
}
