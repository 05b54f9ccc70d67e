package dev.devtail.router.relay;

import dev.devtail.router.budget.Admission;
import dev.devtail.router.ledger.LedgerEntry;
import java.util.List;
import reactor.core.publisher.Mono;

/** Lets in what costs nothing, and is not accounted for: the counting of tokens. */
record FreeOfCharge() implements Admission {

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public Mono<Void> settle(LedgerEntry entry) {
    return Mono.empty();
  }
}
