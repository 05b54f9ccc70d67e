package dev.devtail.kit.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class HourlySweepsTest {

  private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

  @AfterEach
  void realTimeAgain() {
    VirtualTimeScheduler.reset();
  }

  @Test
  void sweepsEveryHour() {
    AtomicInteger sweeps = new AtomicInteger();
    PeriodicTask sweep =
        HourlySweeps.of(
            "things",
            () ->
                sweeps.incrementAndGet() == 1
                    ? Mono.error(Fault.unavailable("away", Duration.ZERO))
                    : Mono.just(1L));
    sweep.start();
    time.advanceTimeBy(Duration.ofHours(3));
    assertThat(sweeps).hasValue(3);
    sweep.stop();
  }

  @Test
  void oneThatOthersRelyOnBeginsAtTheStartAndIsTriedAgainUntilItHasWorked() {
    AtomicInteger sweeps = new AtomicInteger();
    PeriodicTask sweep =
        HourlySweeps.fromStart(
            "things",
            () ->
                sweeps.incrementAndGet() <= 20
                    ? Mono.error(Fault.unavailable("away", Duration.ZERO))
                    : Mono.just(1L));
    sweep.start();
    time.advanceTimeBy(Duration.ofMillis(1));
    assertThat(sweeps).hasValue(1);
    time.advanceTimeBy(Duration.ofSeconds(2));
    assertThat(sweeps).hasValueGreaterThan(1);
    time.advanceTimeBy(Duration.ofMinutes(30));
    assertThat(sweeps).hasValue(21);
    time.advanceTimeBy(Duration.ofHours(2));
    assertThat(sweeps).hasValue(23);
    sweep.stop();
  }
}
