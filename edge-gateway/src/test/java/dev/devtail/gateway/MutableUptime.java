package dev.devtail.gateway;

import dev.devtail.kit.time.Uptime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The system's uptime, set forward by hand. */
final class MutableUptime implements Uptime {

  private final AtomicLong aheadMillis = new AtomicLong();

  void advance(Duration by) {
    aheadMillis.addAndGet(by.toMillis());
  }

  @Override
  public long millis() {
    return Uptime.system().millis() + aheadMillis.get();
  }
}
