package dev.devtail.router.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the budgets that users have set. Everything may fail with a {@link
 * dev.devtail.kit.fault.Fault} UNAVAILABLE.
 */
public interface BudgetStore {

  Mono<List<Budget>> all();

  /** Oldest first. */
  Mono<List<Budget>> of(String user);

  /**
   * Sets a user's budget: in the place of the one with the same scope and period, whose id and
   * accounts it keeps, else as a new one, to which what was spent in the present window counts
   * already as far as it is in the ledger.
   *
   * @param most budgets that the user may have
   * @return as it is kept; empty if the user has as many as there may be
   */
  Mono<Budget> set(Budget budget, Period.Window present, int most, Instant now);

  /**
   * @return whether there was one; false also when it is another user's
   */
  Mono<Boolean> delete(String user, UUID id);

  /** Allows more in one account. */
  Mono<Void> allow(Claim.Key account, BigDecimal amount);

  /**
   * Accounts of budgets in given windows, those with the most spent first.
   *
   * @param windows by the ids of the budgets
   */
  Mono<List<Account>> accounts(Map<UUID, Period.Window> windows, int limit);

  /** How one account stands. */
  record Account(Claim.Key key, Balance balance) {}

  /**
   * Tells, until it is cancelled, that budgets may have changed: at once, and whenever they have.
   */
  Flux<Object> changes();

  /**
   * Forgets accounts of days and months that began before that time, and reservations that were
   * made before it.
   *
   * @return how many rows
   */
  Mono<Long> forgetBefore(Instant time);
}
