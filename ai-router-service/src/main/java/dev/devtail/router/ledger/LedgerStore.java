package dev.devtail.router.ledger;

import java.util.List;
import reactor.core.publisher.Mono;

/** Where calls are kept, in the end. */
public interface LedgerStore {

  /**
   * Keeps calls, sums them up, and settles their reservations: all of it or nothing, and each once,
   * however often it comes.
   *
   * @return may fail with a {@link dev.devtail.kit.fault.Fault} UNAVAILABLE
   */
  Mono<Void> add(List<RecordedCall> calls);
}
