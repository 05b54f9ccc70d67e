package dev.devtail.router.budget;

import dev.devtail.router.ledger.LedgerEntry;
import java.util.List;
import reactor.core.publisher.Mono;

/** A call that may begin. */
public interface Admission {

  /** What the caller should be told: budgets that are nearly spent. */
  List<String> warnings();

  /**
   * Records the call in the ledger when it is over, however it ended, and frees what was reserved
   * for it. Done once.
   */
  Mono<Void> settle(LedgerEntry entry);
}
