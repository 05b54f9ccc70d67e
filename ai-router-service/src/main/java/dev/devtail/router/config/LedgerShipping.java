package dev.devtail.router.config;

import dev.devtail.router.budget.BudgetAccounts;
import dev.devtail.router.ledger.journal.JournaledLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Moves calls from the journal into the database, with patience. The first time that all is there,
 * what a former life of this instance had reserved and never settled is given back.
 */
final class LedgerShipping {

  private static final Logger log = LoggerFactory.getLogger(LedgerShipping.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final JournaledLedger ledger;
  private final BudgetAccounts accounts;
  private final UUID holder;
  private final Instant started;
  private volatile boolean formerLifeIsOver;

  LedgerShipping(JournaledLedger ledger, BudgetAccounts accounts, UUID holder, Instant started) {
    this.ledger = ledger;
    this.accounts = accounts;
    this.holder = holder;
    this.started = started;
  }

  /** Ends when everything that is recorded by now is in the database. */
  Mono<Void> run() {
    return ledger
        .ship()
        .then(Mono.defer(this::endFormerLife))
        .retryWhen(
            Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .doBeforeRetry(
                    failed ->
                        log.warn(
                            "calls wait in the journal reason={}", failed.failure().toString())));
  }

  private Mono<Void> endFormerLife() {
    if (formerLifeIsOver) {
      return Mono.empty();
    }
    return accounts
        .releaseOf(holder, started)
        .doOnNext(
            count -> {
              formerLifeIsOver = true;
              if (count > 0) {
                log.warn("calls of a former life were never settled count={}", count);
              }
            })
        .then();
  }
}
