package dev.devtail.router.config;

import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.RecordedCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Tells calls in the log, and keeps nothing. */
final class LoggedLedger implements Ledger {

  private static final Logger log = LoggerFactory.getLogger(LoggedLedger.class);

  @Override
  public Mono<Void> record(RecordedCall call) {
    LedgerEntry entry = call.entry();
    return Mono.fromRunnable(
        () ->
            log.info(
                "call id={} user={} model={} outcome={} usage={} cost={}",
                entry.id(),
                entry.user(),
                entry.model(),
                entry.outcome(),
                entry.usage(),
                entry.cost()));
  }

  @Override
  public Mono<Void> requireRoom() {
    return Mono.empty();
  }
}
