package dev.devtail.kit.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What is done again and again, one run at a time, from {@link #start} to {@link #stop}. A run that
 * fails is logged, and the next one comes all the same. As a bean it is started and stopped with
 * the service; whoever else makes one stops it.
 */
public final class PeriodicTask implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);

  private final String name;
  private final Duration first;
  private final Duration period;
  private final Supplier<? extends Mono<?>> run;
  private final Scheduler timer;
  private volatile Disposable running = Disposables.disposed();

  /**
   * @param name for the log
   * @param first from the start to the first run
   * @param period from the end of a run to the next one
   * @param run does it once; it must not block
   */
  public PeriodicTask(
      String name, Duration first, Duration period, Supplier<? extends Mono<?>> run) {
    this(name, first, period, run, Schedulers.parallel());
  }

  PeriodicTask(
      String name,
      Duration first,
      Duration period,
      Supplier<? extends Mono<?>> run,
      Scheduler timer) {
    this.name = name;
    this.first = first;
    this.period = period;
    this.run = run;
    this.timer = timer;
  }

  /**
   * One that blocks: it is run by the executor, which stays its owner's. A run that is under way at
   * the stop is finished.
   */
  public static PeriodicTask blocking(
      String name, Duration first, Duration period, Runnable run, Executor executor) {
    return new PeriodicTask(
        name,
        first,
        period,
        () -> Mono.fromFuture(() -> CompletableFuture.runAsync(run, executor), true));
  }

  @Override
  public void start() {
    running =
        Mono.delay(first, timer)
            .thenMany(runOnce().repeatWhen(ended -> ended.delayElements(period, timer)))
            .subscribe();
  }

  private Mono<Void> runOnce() {
    return Mono.defer(run)
        .then()
        .doOnError(failure -> log.warn("periodic task failed task={}", name, failure))
        .onErrorComplete();
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
