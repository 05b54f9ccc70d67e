package dev.devtail.session.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.session.directory.TerminalDirectory;
import dev.devtail.session.directory.TerminalEntry;
import dev.devtail.session.directory.TerminalStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class EndedTerminalSweepTest {

  private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

  @AfterEach
  void realTimeAgain() {
    VirtualTimeScheduler.reset();
  }

  @Test
  void sweepsEveryHourUntilStoppedAlsoAfterAFailure() {
    FailingFirst store = new FailingFirst();
    EndedTerminalSweep sweep =
        new EndedTerminalSweep(new TerminalDirectory(store, Duration.ofDays(7), Clock.systemUTC()));
    assertThat(sweep.isRunning()).isFalse();
    sweep.start();
    assertThat(sweep.isRunning()).isTrue();
    time.advanceTimeBy(Duration.ofHours(3));
    assertThat(store.sweeps).isEqualTo(3);
    sweep.stop();
    time.advanceTimeBy(Duration.ofHours(3));
    assertThat(store.sweeps).isEqualTo(3);
  }

  private static final class FailingFirst implements TerminalStore {

    private int sweeps;

    @Override
    public Mono<Long> removeEndedBefore(Instant time) {
      sweeps++;
      return sweeps == 1 ? Mono.error(Fault.unavailable("away", Duration.ZERO)) : Mono.just(1L);
    }

    @Override
    public Mono<Registration> register(TerminalEntry entry, Instant now) {
      return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public Mono<TerminalEntry> find(String user, String terminalId) {
      return Mono.empty();
    }

    @Override
    public Mono<List<TerminalEntry>> list(String user, String sessionId, boolean includeEnded) {
      return Mono.just(List.of());
    }
  }
}
