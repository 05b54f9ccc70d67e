package dev.devtail.router.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.testing.Entries;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What must hold of budgets, wherever their accounts are kept. */
abstract class BudgetsKit {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Duration LIFETIME = Duration.ofHours(1);
  static final BigDecimal DOLLAR = BigDecimal.ONE;

  static final Period DAY = new Period(Period.Unit.DAY, ZoneId.of("Europe/Berlin"));
  static final Period TOTAL = new Period(Period.Unit.TOTAL, ZoneOffset.UTC);

  final String user = "ada-" + UUID.randomUUID();
  final UUID holder = UUID.randomUUID();
  private final Clock clock = Clock.fixed(Entries.NOON, ZoneOffset.UTC);

  abstract BudgetAccounts accounts();

  /** Settles in the accounts what it is given. */
  abstract Ledger ledger();

  /** One more instance of the service, on the same accounts. */
  HeldBudgets instance(Budget... budgets) {
    return instance(accounts(), budgets);
  }

  /** Its own way to the accounts, where that makes a difference. */
  BudgetAccounts moreAccounts() {
    return accounts();
  }

  HeldBudgets instance(BudgetAccounts accounts, Budget... budgets) {
    HeldBudgets held =
        new HeldBudgets(
            ledger(), accounts, new BudgetSettings(holder, LIFETIME), UUID::randomUUID, clock);
    held.know(List.of(budgets));
    return held;
  }

  Budget budget(BudgetScope scope, Period period, String cap, AtCap atCap) {
    return new Budget(
        UUID.randomUUID(),
        Optional.of(user),
        scope,
        period,
        new BigDecimal(cap),
        Budget.DEFAULT_WARN_AT,
        atCap,
        false);
  }

  Spender spender(String session) {
    return new Spender(user, session, "", "");
  }

  Admission admit(Budgets budgets, @Nullable String worst) {
    return budgets
        .admit(spender("s1"), Optional.ofNullable(worst).map(BigDecimal::new))
        .blockOptional(PATIENCE)
        .orElseThrow();
  }

  void settle(Admission admission, @Nullable String cost) {
    admission.settle(Entries.of(user, cost)).block(PATIENCE);
  }

  BudgetExceededException refused(Budgets budgets, @Nullable String worst) {
    return catchThrowableOfType(BudgetExceededException.class, () -> admit(budgets, worst));
  }

  Balance balance(Budget budget) {
    String subject = budget.scope().subject(spender("s1")).orElseThrow();
    return accounts()
        .balances(List.of(new Claim(budget, subject, budget.period().at(Entries.NOON))))
        .blockOptional(PATIENCE)
        .orElseThrow()
        .getFirst();
  }

  private static void assertBalance(Balance balance, String spent, String reserved) {
    assertThat(balance.spent()).isEqualByComparingTo(spent);
    assertThat(balance.reserved()).isEqualByComparingTo(reserved);
  }

  @Test
  void whatIsReservedCountsUntilItIsSettledWithWhatItHasCost() {
    Budget budget = budget(new BudgetScope.User(), DAY, "1", AtCap.STOP);
    Budgets budgets = instance(budget);
    Admission first = admit(budgets, "0.7");
    assertBalance(balance(budget), "0", "0.7");
    assertThat(refused(budgets, "0.4")).isNotNull();
    settle(first, "0.2");
    assertBalance(balance(budget), "0.2", "0");
    settle(admit(budgets, "0.8"), "0.8");
    assertBalance(balance(budget), "1.0", "0");
    assertThat(refused(budgets, "0.000001")).isNotNull();
    assertThat(admit(budgets, "0").warnings()).hasSize(1);
  }

  @Test
  void aRefusalSaysHowItStandsAndHowToRaiseIt() {
    Budget budget = budget(new BudgetScope.User(), DAY, "1", AtCap.ASK);
    Budgets budgets = instance(budget);
    settle(admit(budgets, "0.7"), "0.65");
    admit(budgets, "0.25");
    BudgetExceededException refusal = refused(budgets, "0.2");
    assertThat(refusal.cap()).isEqualByComparingTo("1");
    assertThat(refusal.spent()).isEqualByComparingTo("0.65");
    assertThat(refusal.reserved()).isEqualByComparingTo("0.25");
    assertThat(refusal.until()).hasValueSatisfying(end -> assertThat(end).isAfter(Entries.NOON));
    assertThat(refusal)
        .hasMessageContaining("\"$1.00 a day\"")
        .hasMessageContaining("$0.65 are spent and $0.25 are reserved of $1.00")
        .hasMessageContaining("until 2026-11-22T23:00:00Z")
        .hasMessageContaining("devtail budgets allow " + budget.id());
  }

  @Test
  void severalBudgetsLetACallInTogetherOrNotAtAll() {
    Budget wide = budget(new BudgetScope.User(), DAY, "1", AtCap.STOP);
    Budget narrow = budget(new BudgetScope.EachSession(), TOTAL, "0.3", AtCap.STOP);
    Budgets budgets = instance(wide, narrow);
    admit(budgets, "0.2");
    assertThat(refused(budgets, "0.2").budget()).isEqualTo(narrow);
    assertBalance(balance(wide), "0", "0.2");
    assertBalance(balance(narrow), "0", "0.2");
    budgets.admit(spender("s2"), Optional.of(new BigDecimal("0.3"))).block(PATIENCE);
    assertBalance(balance(wide), "0", "0.5");
    budgets.admit(spender(""), Optional.of(new BigDecimal("0.5"))).block(PATIENCE);
    assertBalance(balance(wide), "0", "1.0");
  }

  @Test
  void oneThatWarnsRefusesNothing() {
    Budget budget = budget(new BudgetScope.User(), DAY, "1", AtCap.WARN);
    Budgets budgets = instance(budget);
    assertThat(admit(budgets, "0.79").warnings()).isEmpty();
    assertThat(admit(budgets, "0.01").warnings())
        .singleElement()
        .asString()
        .contains("$0.80 of $1.00");
    assertThat(admit(budgets, "5").warnings()).hasSize(1);
    assertThat(admit(budgets, null).warnings()).hasSize(1);
    assertBalance(balance(budget), "0", "5.80");
  }

  @Test
  void aModelWithoutAPriceIsRefusedUnlessTheBudgetAllowsIt() {
    Budget strict = budget(new BudgetScope.User(), DAY, "1", AtCap.STOP);
    assertThat(refused(instance(strict), null)).hasMessageContaining("--allow-unknown-price");
    Budget lax =
        new Budget(
            strict.id(),
            strict.user(),
            strict.scope(),
            strict.period(),
            strict.cap(),
            strict.warnAt(),
            strict.atCap(),
            true);
    settle(admit(instance(lax), null), null);
    assertBalance(balance(lax), "0", "0");
    assertThat(balance(lax).unknownCalls()).isEqualTo(1);
  }

  @Test
  void aCostThatNobodyKnowsIsTakenForTheWorst() {
    Budget budget = budget(new BudgetScope.User(), DAY, "1", AtCap.STOP);
    settle(admit(instance(budget), "0.6"), null);
    assertBalance(balance(budget), "0.6", "0");
    assertThat(balance(budget).unknownCalls()).isEqualTo(1);
  }

  @Test
  void whatExpiresIsGivenBackAndChargedAllTheSameIfItIsSettledLate() {
    Budget budget = budget(new BudgetScope.User(), DAY, "1", AtCap.STOP);
    Budgets budgets = instance(budget);
    Admission lost = admit(budgets, "0.9");
    release(accounts().releaseExpired(Entries.NOON.plus(LIFETIME).minusSeconds(1)));
    assertBalance(balance(budget), "0", "0.9");
    release(accounts().releaseExpired(Entries.NOON.plus(LIFETIME)));
    release(accounts().releaseExpired(Entries.NOON.plus(LIFETIME)));
    assertBalance(balance(budget), "0", "0");
    settle(lost, "0.5");
    assertBalance(balance(budget), "0.5", "0");
  }

  @Test
  void aNewLifeGivesBackWhatItsFormerOneHadReserved() {
    Budget budget = budget(new BudgetScope.User(), DAY, "1", AtCap.STOP);
    Budgets budgets = instance(budget);
    admit(budgets, "0.9");
    release(accounts().releaseOf(UUID.randomUUID(), Entries.NOON.plusSeconds(1)));
    release(accounts().releaseOf(holder, Entries.NOON));
    assertBalance(balance(budget), "0", "0.9");
    release(accounts().releaseOf(holder, Entries.NOON.plusSeconds(1)));
    assertBalance(balance(budget), "0", "0");
  }

  private static void release(Mono<Long> released) {
    released.block(PATIENCE);
  }

  /** Whatever comes in whatever order: what is spent and reserved is never more than the cap. */
  @Test
  void noOrderOfCallsExceedsACap() {
    for (int seed = 0; seed < rounds(); seed++) {
      Random random = new Random(seed);
      Budget daily = budget(new BudgetScope.User(), DAY, "1", AtCap.STOP);
      Budget session = budget(new BudgetScope.EachSession(), TOTAL, "0.6", AtCap.ASK);
      Budgets budgets = instance(daily, session);
      List<Admission> underWay = new ArrayList<>();
      List<BigDecimal> reserved = new ArrayList<>();
      for (int step = 0; step < 40; step++) {
        if (underWay.isEmpty() || random.nextBoolean()) {
          BigDecimal worst = BigDecimal.valueOf(random.nextInt(400_000), 6);
          Optional<Admission> admitted =
              budgets
                  .admit(spender("s1"), Optional.of(worst))
                  .onErrorComplete(BudgetExceededException.class)
                  .blockOptional(PATIENCE);
          admitted.ifPresent(
              admission -> {
                underWay.add(admission);
                reserved.add(worst);
              });
        } else {
          int index = random.nextInt(underWay.size());
          BigDecimal cost =
              reserved.remove(index).multiply(BigDecimal.valueOf(random.nextInt(101), 2));
          settle(underWay.remove(index), random.nextInt(10) == 0 ? null : cost.toPlainString());
        }
        assertThat(balance(daily).taken()).as("seed %d", seed).isLessThanOrEqualTo(DOLLAR);
        assertThat(balance(session).taken())
            .as("seed %d", seed)
            .isLessThanOrEqualTo(new BigDecimal("0.6"));
        BigDecimal open = reserved.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(balance(daily).reserved()).as("seed %d", seed).isEqualByComparingTo(open);
      }
    }
  }

  int rounds() {
    return 50;
  }

  /** 200 calls at once, at two instances: 1 dollar lets 20 in that may cost 5 cents each. */
  @Test
  void aCapHoldsUnderConcurrencyOverInstances() {
    Budget budget = budget(new BudgetScope.User(), DAY, "1", AtCap.STOP);
    List<HeldBudgets> instances = List.of(instance(budget), instance(moreAccounts(), budget));
    AtomicInteger refused = new AtomicInteger();
    List<Admission> admitted =
        Flux.range(0, 200)
            .flatMap(
                call ->
                    instances
                        .get(call % 2)
                        .admit(spender("s1"), Optional.of(new BigDecimal("0.05")))
                        .onErrorResume(
                            BudgetExceededException.class,
                            refusal -> {
                              refused.incrementAndGet();
                              return Mono.empty();
                            }),
                200)
            .collectList()
            .blockOptional(PATIENCE)
            .orElseThrow();
    assertThat(admitted).hasSize(20);
    assertThat(refused).hasValue(180);
    assertBalance(balance(budget), "0", "1");
    Flux.fromIterable(admitted)
        .flatMap(admission -> admission.settle(Entries.of(user, "0.03")), 20)
        .blockLast(PATIENCE);
    assertBalance(balance(budget), "0.60", "0");
  }
}
