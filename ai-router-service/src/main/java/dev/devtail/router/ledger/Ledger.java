package dev.devtail.router.ledger;

import java.util.Optional;
import reactor.core.publisher.Mono;

/** Takes note of every call. */
public interface Ledger {

  /**
   * Completes once the call is recorded for good: neither a crash nor an absent database loses it.
   *
   * @return fails if the machine's disk does not take it
   */
  Mono<Void> record(RecordedCall call);

  /** {@link #record(RecordedCall)} of a call that no budget has let in. */
  default Mono<Void> record(LedgerEntry entry) {
    return record(new RecordedCall(entry, Optional.empty()));
  }

  /**
   * Completes if another call may begin.
   *
   * @return fails with a {@link dev.devtail.kit.fault.Fault} UNAVAILABLE that says why if what
   *     could not be kept elsewhere yet has reached its bound
   */
  Mono<Void> requireRoom();
}
