package dev.devtail.terminal.config;

import dev.devtail.kit.time.PeriodicTask;
import dev.devtail.terminal.domain.RequestKey;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.Terminals;
import dev.devtail.terminal.history.Histories;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Brings back the terminals of the run before, before anybody can ask for them; keeps the histories
 * in bounds while the service runs, and writes all of them after the last terminal has ended.
 */
final class HistoryLifecycle implements SmartLifecycle {

  private static final Duration RETAIN_PERIOD = Duration.ofHours(1);

  /** How long a start waits for terminals that come back, in seconds. */
  private static final long REVIVE_SECONDS = 5;

  private static final Logger log = LoggerFactory.getLogger(HistoryLifecycle.class);

  private final Histories histories;
  private final Terminals terminals;
  private final Clock clock;
  private final Duration listed;
  private final Duration endedRetention;
  private final SecureRandom random = new SecureRandom();

  /** Reads and writes files, so not on an event loop. */
  private final ExecutorService files =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("devtail-histories").factory());

  private final PeriodicTask retain;

  /**
   * @param listed how long a terminal that ended with the service is listed
   * @param endedRetention how long any other is
   */
  HistoryLifecycle(
      Histories histories,
      Terminals terminals,
      Clock clock,
      Duration listed,
      Duration endedRetention) {
    this.histories = histories;
    this.terminals = terminals;
    this.clock = clock;
    this.listed = listed;
    this.endedRetention = endedRetention;
    this.retain =
        PeriodicTask.blocking(
            "histories that go", Duration.ZERO, RETAIN_PERIOD, histories::retain, files);
  }

  @Override
  public void start() {
    histories.open();
    bringBack();
    retain.start();
  }

  private void bringBack() {
    List<CompletableFuture<?>> coming = new ArrayList<>();
    for (Histories.Past past : histories.past()) {
      if (past.comesBack()) {
        coming.add(
            terminals
                .revive(past, past.again(new RequestKey(random.nextLong(), random.nextLong())))
                .handle((info, failure) -> revived(past, info, failure)));
      } else {
        list(past);
      }
      past.noteEnd();
    }
    try {
      CompletableFuture.allOf(coming.toArray(CompletableFuture[]::new))
          .get(REVIVE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException late) {
      log.warn("started before all terminals were back cause={}", late.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Void revived(
      Histories.Past past, @Nullable TerminalInfo info, @Nullable Throwable failure) {
    if (info == null) {
      log.warn("terminal not started again id={} cause={}", past.identity().id(), failure);
      list(past);
    }
    return null;
  }

  private void list(Histories.Past past) {
    Duration since = Duration.between(past.endedAt(), clock.instant());
    Duration rest = (past.exit() == null ? listed : endedRetention).minus(since);
    if (rest.isPositive()) {
      terminals.restore(past, rest);
    }
  }

  @Override
  public void stop() {
    retain.stop();
    files.shutdown();
    histories.close();
  }

  @Override
  public boolean isRunning() {
    return retain.isRunning();
  }

  /** Before every server and all terminals, and after them when it stops. */
  @Override
  public int getPhase() {
    return 0;
  }
}
