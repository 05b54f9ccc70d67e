package dev.devtail.session.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.session.directory.TerminalStore.Registration;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class TerminalDirectoryTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final TerminalEntry ENTRY =
      new TerminalEntry(
          "t", "s", "ada", "10.1.2.3:9090", 1, false, NOW, ByteBuffer.wrap(new byte[] {1, 2}));

  private static TerminalDirectory directory(TerminalStore store) {
    return new TerminalDirectory(store, Duration.ofDays(7), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @ParameterizedTest
  @EnumSource(names = {"STORED", "OVERTAKEN"})
  void whatIsStoredOrOldNewsIsFine(Registration registration) {
    StepVerifier.create(directory(new Answering(registration)).register(ENTRY)).verifyComplete();
  }

  @ParameterizedTest
  @CsvSource({"STALE, STALE_EPOCH", "FOREIGN, PERMISSION_DENIED"})
  void refusalsAreFaults(Registration registration, FaultCode code) {
    StepVerifier.create(directory(new Answering(registration)).register(ENTRY))
        .verifyErrorSatisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code)));
  }

  @Test
  void forgetsWhatEndedLongerAgoThanItIsKept() {
    Answering store = new Answering(Registration.STORED);
    StepVerifier.create(directory(store).forgetEnded()).expectNext(3L).verifyComplete();
    assertThat(store.forgotten).containsExactly(NOW.minus(Duration.ofDays(7)));
  }

  @Test
  void anEntryIsNotChangedByReadingIt() {
    assertThat(ENTRY.description().remaining()).isEqualTo(2);
    assertThat(ENTRY.description().get()).isEqualTo((byte) 1);
    assertThat(ENTRY.description().remaining()).isEqualTo(2);
    assertThat(ENTRY.description().isReadOnly()).isTrue();
  }

  @Test
  void epochsCountFromOne() {
    assertThatThrownBy(
            () -> new TerminalEntry("t", "s", "ada", "a", 0, false, NOW, ByteBuffer.allocate(0)))
        .hasMessageContaining("epoch: 0 (expected: >= 1)");
  }

  /** A store that says what it is told to say. */
  private static final class Answering implements TerminalStore {

    private final Registration registration;
    private final List<Instant> forgotten = new ArrayList<>();

    Answering(Registration registration) {
      this.registration = registration;
    }

    @Override
    public Mono<Registration> register(TerminalEntry entry, Instant now) {
      return Mono.just(registration);
    }

    @Override
    public Mono<TerminalEntry> find(String user, String terminalId) {
      return Mono.empty();
    }

    @Override
    public Mono<List<TerminalEntry>> list(String user, String sessionId, boolean includeEnded) {
      return Mono.just(List.of());
    }

    @Override
    public Mono<Long> removeEndedBefore(Instant time) {
      forgotten.add(time);
      return Mono.just(3L);
    }
  }
}
