package dev.devtail.router.ledger.journal;

import dev.devtail.kit.fault.Fault;
import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.LedgerStore;
import dev.devtail.router.ledger.RecordedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * {@link Ledger} that records in a {@link Journal}, from which {@link #ship} moves what is there
 * into the store. So neither a crash nor an absent store loses a call, and calls wait for neither.
 */
public final class JournaledLedger implements Ledger {

  private static final Logger log = LoggerFactory.getLogger(JournaledLedger.class);

  /** Calls that the store is given at once. */
  private static final int MAX_BATCH = 500;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Journal journal;
  private final LedgerStore store;
  private final Scheduler files;
  private final Consumer<LedgerEntry> recorded;

  /**
   * @param files where files are read and deleted
   * @param recorded is told of each call once it is recorded; it must not block
   */
  public JournaledLedger(
      Journal journal, LedgerStore store, Scheduler files, Consumer<LedgerEntry> recorded) {
    this.journal = journal;
    this.store = store;
    this.files = files;
    this.recorded = recorded;
  }

  /** It cannot be cancelled: a call that took place is recorded, whoever has lost interest. */
  @Override
  public Mono<Void> record(RecordedCall call) {
    return Mono.defer(
        () ->
            Mono.fromFuture(
                journal.append(CallCodec.encode(call)).thenRun(() -> recorded.accept(call.entry())),
                true));
  }

  /**
   * Calls that would not be accounted for do not begin: who pays for them could not see them, and
   * no cap would hold.
   */
  @Override
  public Mono<Void> requireRoom() {
    return journal.isFull()
        ? Mono.error(
            () ->
                Fault.unavailable(
                    "%d MB of calls wait to be accounted for, as the database cannot be reached; no more begin until it is back."
                        .formatted(journal.bytes() >> 20),
                    RETRY_AFTER))
        : Mono.empty();
  }

  /**
   * Moves everything that is recorded by now into the store. One at a time.
   *
   * @return fails as the store does; what it has not taken stays
   */
  public Mono<Void> ship() {
    return Mono.defer(() -> Mono.fromFuture(journal.seal(), true))
        .publishOn(files)
        .flatMapIterable(segments -> segments)
        .concatMap(this::ship)
        .then();
  }

  private Mono<Void> ship(Segment segment) {
    return Mono.fromCallable(segment::read)
        .subscribeOn(files)
        .flatMap(
            content ->
                Flux.fromIterable(calls(content))
                    .buffer(MAX_BATCH)
                    .concatMap(store::add)
                    .then()
                    .publishOn(files)
                    .then(Mono.fromRunnable(() -> forget(segment, content))));
  }

  private static List<RecordedCall> calls(Segment.Content content) {
    List<RecordedCall> calls = new ArrayList<>(content.records().size());
    for (byte[] record : content.records()) {
      calls.add(CallCodec.decode(record));
    }
    return calls;
  }

  private void forget(Segment segment, Segment.Content content) {
    try {
      if (content.tornBytes() == 0) {
        journal.delete(segment);
      } else {
        log.warn(
            "journal ends in the middle of a record file={} bytes={}",
            segment.file().getFileName(),
            content.tornBytes());
        journal.setAside(segment);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
