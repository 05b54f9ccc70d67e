package dev.devtail.router.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.RecordedCall;
import dev.devtail.router.testing.Entries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class JournaledLedgerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Two calls are more. */
  private static final long MAX_BYTES = 600;

  @TempDir Path directory;

  private final List<RecordedCall> kept = new ArrayList<>();
  private final List<LedgerEntry> told = new ArrayList<>();
  private boolean away;
  private Journal journal;
  private JournaledLedger ledger;

  @BeforeEach
  void open() throws IOException {
    journal = Journal.open(directory, MAX_BYTES);
    ledger = new JournaledLedger(journal, this::keep, Schedulers.immediate(), told::add);
  }

  private Mono<Void> keep(List<RecordedCall> calls) {
    if (away) {
      return Mono.error(Fault.unavailable("away", Duration.ZERO));
    }
    kept.addAll(calls);
    return Mono.empty();
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private RecordedCall record(LedgerEntry entry) {
    RecordedCall call = new RecordedCall(entry, Optional.of(UUID.randomUUID()));
    ledger.record(call).block(PATIENCE);
    return call;
  }

  private void ship() {
    ledger.ship().block(PATIENCE);
  }

  @Test
  void whatIsRecordedReachesTheStoreAsItWas() {
    RecordedCall known = record(Entries.of("ada", "0.000000000123456789012345"));
    RecordedCall unknown = record(Entries.of("ada", null));
    ship();
    assertThat(kept).containsExactly(known, unknown);
    assertThat(told).containsExactly(known.entry(), unknown.entry());
    ship();
    assertThat(kept).hasSize(2);
    assertThat(journal.bytes()).isZero();
  }

  @Test
  void whileTheStoreIsAwayCallsAreRecordedAndComeLater() {
    away = true;
    RecordedCall one = record(Entries.of("ada"));
    StepVerifier.create(ledger.ship()).expectError(Fault.class).verify(PATIENCE);
    RecordedCall two = record(Entries.of("ada"));
    away = false;
    ship();
    assertThat(kept).containsExactly(one, two);
  }

  @Test
  void aRestartShipsWhatTheFormerLifeHasRecorded() throws IOException {
    RecordedCall one = record(Entries.of("ada"));
    journal.close();
    open();
    ship();
    assertThat(kept).containsExactly(one);
  }

  @Test
  void noCallBeginsWhenTheJournalIsFull() {
    StepVerifier.create(ledger.requireRoom()).expectComplete().verify(PATIENCE);
    record(Entries.of("ada"));
    record(Entries.of("ada"));
    StepVerifier.create(ledger.requireRoom())
        .expectErrorSatisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE)))
        .verify(PATIENCE);
    ship();
    StepVerifier.create(ledger.requireRoom()).expectComplete().verify(PATIENCE);
  }

  @Test
  void whatIsTornIsKeptForPeopleAndTheRestShipped() throws IOException {
    RecordedCall whole = record(Entries.of("ada"));
    journal.close();
    Files.writeString(only(".journal"), "torn", StandardOpenOption.APPEND);
    open();
    ship();
    assertThat(kept).containsExactly(whole);
    assertThat(only(".damaged")).isNotEmptyFile();
    ship();
    assertThat(kept).hasSize(1);
  }

  private Path only(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }
}
