package dev.devtail.router.budget;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Keeps the accounts of budgets, for all instances of the service. Everything may fail with a
 * {@link dev.devtail.kit.fault.Fault} UNAVAILABLE.
 */
public interface BudgetAccounts {

  /**
   * Sets an amount aside in all of the accounts, or in none: in each that refuses only if there is
   * room for it, whoever else asks at the same time.
   */
  Mono<Reservation.Result> reserve(Reservation reservation);

  /** Gives back what was set aside for a call that will never be. */
  Mono<Long> release(UUID reservation);

  /** How accounts stand, in the order of the claims. */
  Mono<List<Balance>> balances(List<Claim> claims);

  /**
   * Gives back what has expired. A call that is settled later is charged all the same.
   *
   * @return how many reservations
   */
  Mono<Long> releaseExpired(Instant now);

  /**
   * Gives back what an earlier life of an instance had set aside, once everything that it has
   * recorded is settled.
   *
   * @param before when the present life began
   * @return how many reservations
   */
  Mono<Long> releaseOf(UUID holder, Instant before);
}
