package dev.devtail.terminal.config;

import dev.devtail.terminal.directory.SessionMeter;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/** Reports the metrics of sessions, again and again while the service runs. */
final class SessionMeterLifecycle implements SmartLifecycle {

  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final SessionMeter meter;
  private volatile Disposable running = Disposables.disposed();

  SessionMeterLifecycle(SessionMeter meter) {
    this.meter = meter;
  }

  @Override
  public void start() {
    running =
        Flux.interval(PERIOD).onBackpressureDrop().concatMap(tick -> meter.report()).subscribe();
  }

  @Override
  public void stop() {
    running.dispose();
  }

  @Override
  public boolean isRunning() {
    return !running.isDisposed();
  }
}
