package dev.devtail.cli.remote;

import dev.devtail.client.DevtailException;
import dev.devtail.client.EventListener;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Event;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Lets a command wait until something may have changed; many changes at once are one. */
final class Changes implements EventListener {

  private final Semaphore changed = new Semaphore(0);
  private volatile @Nullable Error end;

  /**
   * @throws DevtailException if nothing will be heard any more
   */
  void await() throws InterruptedException {
    changed.acquire();
    changed.drainPermits();
    Error error = end;
    if (error != null) {
      throw new DevtailException(error);
    }
  }

  @Override
  public void onLive() {
    changed.release();
  }

  @Override
  public void onEvent(Event event) {
    changed.release();
  }

  @Override
  public void onClosed(@Nullable Error error) {
    end = error;
    changed.release();
  }
}
