package dev.devtail.router.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.testing.Entries;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class HeldBudgetsTest extends BudgetsKit {

  private final MemoryAccounts accounts = new MemoryAccounts();

  @Override
  BudgetAccounts accounts() {
    return accounts;
  }

  @Override
  Ledger ledger() {
    return accounts;
  }

  @Test
  void whoeverHasNoBudgetIsNotLookedUp() {
    Budget others = budget(new BudgetScope.Session("s9"), DAY, "0", AtCap.STOP);
    assertThat(admit(instance(others), null)).isInstanceOf(Budgets.Unbounded.class);
    assertThat(admit(Budgets.none(accounts), "9")).isInstanceOf(Budgets.Unbounded.class);
  }

  private HeldBudgets unread() {
    return new HeldBudgets(
        accounts,
        accounts,
        new BudgetSettings(holder, LIFETIME),
        UUID::randomUUID,
        Clock.systemUTC());
  }

  @Test
  void nobodyIsLetInBeforeTheBudgetsAreKnown() {
    StepVerifier.withVirtualTime(() -> unread().admit(spender(""), Optional.of(BigDecimal.ZERO)))
        .expectSubscription()
        .expectNoEvent(HeldBudgets.START.minusMillis(1))
        .thenAwait(Duration.ofMillis(1))
        .expectError(Fault.class)
        .verify(PATIENCE);
  }

  @Test
  void whoComesWhileTheBudgetsAreReadWaitsForThem() {
    HeldBudgets unread = unread();
    StepVerifier.create(unread.admit(spender(""), Optional.of(BigDecimal.ZERO)))
        .then(() -> unread.know(List.of()))
        .expectNextCount(1)
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void theOperatorsBudgetHoldsForEachUserForThemselves() {
    Budget each =
        new Budget(
            UUID.randomUUID(),
            Optional.empty(),
            new BudgetScope.User(),
            DAY,
            DOLLAR,
            Budget.DEFAULT_WARN_AT,
            AtCap.ASK,
            false);
    Budgets budgets = instance(each);
    admit(budgets, "1");
    BudgetExceededException refusal = refused(budgets, "0.1");
    assertThat(refusal).hasMessageContaining("operator");
    assertThat(refusal.canBeAllowed()).isFalse();
    Spender bob = new Spender("bob", "", "", "");
    assertThat(budgets.admit(bob, Optional.of(DOLLAR)).block(PATIENCE)).isNotNull();
  }

  @Test
  void daysAndMonthsBeginWhereTheirZoneSays() {
    ZoneId kathmandu = ZoneId.of("Asia/Kathmandu");
    assertThat(new Period(Period.Unit.DAY, kathmandu).at(Entries.NOON))
        .isEqualTo(
            new Period.Window(
                Instant.parse("2026-11-21T18:15:00Z"),
                Optional.of(Instant.parse("2026-11-22T18:15:00Z"))));
    // The clocks go back: a day of 25 hours.
    assertThat(DAY.at(Instant.parse("2026-10-25T12:00:00Z")))
        .isEqualTo(
            new Period.Window(
                Instant.parse("2026-10-24T22:00:00Z"),
                Optional.of(Instant.parse("2026-10-25T23:00:00Z"))));
    assertThat(new Period(Period.Unit.MONTH, ZoneOffset.UTC).at(Entries.NOON))
        .isEqualTo(
            new Period.Window(
                Instant.parse("2026-11-01T00:00:00Z"),
                Optional.of(Instant.parse("2026-12-01T00:00:00Z"))));
    assertThat(TOTAL.at(Entries.NOON).end()).isEmpty();
  }

  @Test
  void whoeverGoesAwayWhileItIsReservedLeavesNothingReserved() {
    Sinks.Empty<Void> moment = Sinks.empty();
    Budget budget = budget(new BudgetScope.User(), DAY, "1", AtCap.STOP);
    Budgets budgets = instance(new LateAccounts(accounts, moment.asMono()), budget);
    budgets.admit(spender("s1"), Optional.of(DOLLAR)).subscribe().dispose();
    assertThat(moment.tryEmitEmpty()).isEqualTo(Sinks.EmitResult.OK);
    assertThat(balance(budget).reserved()).isZero();
    assertThat(admit(instance(budget), "1")).isNotNull();
  }

  /** Reserves when its moment has come, whoever waits for it by then. */
  private record LateAccounts(BudgetAccounts accounts, Mono<Void> moment)
      implements BudgetAccounts {

    @Override
    public Mono<Reservation.Result> reserve(Reservation reservation) {
      return moment.then(accounts.reserve(reservation));
    }

    @Override
    public Mono<Long> release(UUID reservation) {
      return accounts.release(reservation);
    }

    @Override
    public Mono<List<Balance>> balances(List<Claim> claims) {
      return accounts.balances(claims);
    }

    @Override
    public Mono<Long> releaseExpired(Instant now) {
      return accounts.releaseExpired(now);
    }

    @Override
    public Mono<Long> releaseOf(UUID holder, Instant before) {
      return accounts.releaseOf(holder, before);
    }
  }
}
