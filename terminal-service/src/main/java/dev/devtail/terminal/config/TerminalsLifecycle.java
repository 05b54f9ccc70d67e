package dev.devtail.terminal.config;

import dev.devtail.kit.loop.EventLoops;
import dev.devtail.terminal.domain.Terminals;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Reaps idle terminals while the service runs, and ends all of them when it stops. */
final class TerminalsLifecycle implements SmartLifecycle {

  private static final long REAP_SECONDS = 60;

  private final Terminals terminals;
  private final EventLoops loops;
  private final Duration killGrace;
  private @Nullable ScheduledFuture<?> reaper;

  TerminalsLifecycle(Terminals terminals, EventLoops loops, Duration killGrace) {
    this.terminals = terminals;
    this.loops = loops;
    this.killGrace = killGrace;
  }

  @Override
  public void start() {
    reaper =
        loops
            .group()
            .scheduleWithFixedDelay(
                this::lookAfterTerminals, REAP_SECONDS, REAP_SECONDS, TimeUnit.SECONDS);
  }

  private void lookAfterTerminals() {
    terminals.reapIdle();
    terminals.shareOutput();
  }

  @Override
  public void stop(Runnable done) {
    ScheduledFuture<?> running = reaper;
    reaper = null;
    if (running != null) {
      running.cancel(false);
    }
    terminals
        .endAll()
        .orTimeout(killGrace.multipliedBy(3).toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((ended, late) -> done.run());
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public boolean isRunning() {
    return reaper != null;
  }
}
