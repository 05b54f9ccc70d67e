package dev.devtail.router.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * What the ledger says. A call shows within a second of its end. Everything may fail with a {@link
 * dev.devtail.kit.fault.Fault} UNAVAILABLE.
 */
public interface UsageReader {

  /** Of one answer. */
  int MAX_SUMS = 10_000;

  /**
   * By start, then by cost, the dearest first. The beginning and the end are moved to the quarters
   * of an hour that they lie in.
   *
   * @return fails with a Fault RESOURCE_EXHAUSTED if there are more than {@link #MAX_SUMS}
   */
  Mono<List<UsageSum>> sums(UsageQuery query);

  /**
   * Newest first.
   *
   * @param behind where the list goes on; empty: from its beginning
   */
  Mono<List<LedgerEntry>> calls(
      UsageQuery.CallFilter filter, Optional<CallPosition> behind, int limit);

  /**
   * Forgets sums of quarters of an hour before that time.
   *
   * @return how many rows
   */
  Mono<Long> forgetSumsBefore(Instant time);
}
