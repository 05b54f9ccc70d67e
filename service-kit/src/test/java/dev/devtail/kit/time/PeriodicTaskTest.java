package dev.devtail.kit.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class PeriodicTaskTest {

  private static final Duration FIRST = Duration.ofSeconds(3);
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

  /** When a run began, since the start. */
  private final List<Duration> runs = new ArrayList<>();

  private PeriodicTask task(Supplier<Mono<?>> run) {
    return new PeriodicTask(
        "task",
        FIRST,
        PERIOD,
        () -> {
          runs.add(Duration.ofMillis(time.now(TimeUnit.MILLISECONDS)));
          return run.get();
        },
        time);
  }

  @Test
  void runsAfterTheFirstDelayAndThenOnceAPeriodUntilItIsStopped() {
    PeriodicTask task = task(Mono::empty);
    assertThat(task.isRunning()).isFalse();
    task.start();
    assertThat(task.isRunning()).isTrue();
    time.advanceTimeBy(FIRST.plus(PERIOD).plus(PERIOD));
    assertThat(runs).containsExactly(FIRST, FIRST.plus(PERIOD), FIRST.plus(PERIOD).plus(PERIOD));
    task.stop();
    assertThat(task.isRunning()).isFalse();
    time.advanceTimeBy(Duration.ofDays(1));
    assertThat(runs).hasSize(3);
  }

  static List<Supplier<Mono<?>>> failures() {
    return List.of(
        () -> Mono.error(Fault.unavailable("away", Duration.ZERO)),
        () -> {
          throw Fault.unavailable("away before anything began", Duration.ZERO);
        });
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aRunThatFailsDoesNotEndTheRepetition(Supplier<Mono<?>> failing) {
    PeriodicTask task = task(failing);
    task.start();
    time.advanceTimeBy(FIRST.plus(PERIOD));
    assertThat(runs).hasSize(2);
    assertThat(task.isRunning()).isTrue();
    task.stop();
  }

  @Test
  void runsNeverOverlapAndThePeriodCountsFromTheEndOfARun() {
    Sinks.One<String> slow = Sinks.one();
    PeriodicTask task = task(slow::asMono);
    task.start();
    time.advanceTimeBy(FIRST.plus(PERIOD.multipliedBy(10)));
    assertThat(runs).hasSize(1);
    slow.tryEmitValue("done").orThrow();
    time.advanceTimeBy(PERIOD.minusMillis(1));
    assertThat(runs).hasSize(1);
    time.advanceTimeBy(Duration.ofMillis(1));
    assertThat(runs).hasSize(2);
    task.stop();
  }

  @Test
  void mayBeStartedAgain() {
    PeriodicTask task = task(Mono::empty);
    task.start();
    task.stop();
    task.start();
    time.advanceTimeBy(FIRST);
    assertThat(runs).hasSize(1);
    task.stop();
  }

  @Test
  void whatBlocksIsNotInterruptedByTheStop() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean finished = new AtomicBoolean();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      PeriodicTask task =
          PeriodicTask.blocking(
              "task",
              Duration.ZERO,
              PERIOD,
              () -> {
                begun.countDown();
                try {
                  mayEnd.await();
                  finished.set(true);
                } catch (InterruptedException interrupted) {
                  Thread.currentThread().interrupt();
                }
              },
              executor);
      task.start();
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      task.stop();
      mayEnd.countDown();
    }
    assertThat(finished).isTrue();
  }
}
