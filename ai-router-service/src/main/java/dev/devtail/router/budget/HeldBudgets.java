package dev.devtail.router.budget;

import dev.devtail.kit.fault.Fault;
import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.RecordedCall;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * {@link Budgets} that hold: before a call the most that it may cost is reserved, after it what it
 * has cost is charged in the same step that keeps it in the ledger. Whoever has no budget is not
 * looked up anywhere.
 */
public final class HeldBudgets implements Budgets {

  private static final Logger log = LoggerFactory.getLogger(HeldBudgets.class);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /** How long a call waits for budgets that are being read, as they are after a start. */
  static final Duration START = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final BudgetAccounts accounts;
  private final BudgetSettings settings;
  private final Supplier<UUID> ids;
  private final Clock clock;

  /** Null until it was read for the first time. */
  private volatile @Nullable BudgetBook book;

  private final Sinks.One<BudgetBook> first = Sinks.one();

  public HeldBudgets(
      Ledger ledger,
      BudgetAccounts accounts,
      BudgetSettings settings,
      Supplier<UUID> ids,
      Clock clock) {
    this.ledger = ledger;
    this.accounts = accounts;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /** From now on these are the budgets. */
  public void know(List<Budget> budgets) {
    BudgetBook now = new BudgetBook(budgets);
    book = now;
    first.tryEmitValue(now);
  }

  @Override
  public Mono<Admission> admit(Spender spender, Optional<BigDecimal> worstCost) {
    return ledger
        .requireRoom()
        .then(Mono.defer(this::known))
        .flatMap(budgets -> admitUnder(budgets, spender, worstCost));
  }

  /** A cap that is not known cannot be held, so nobody is let in before it is. */
  private Mono<BudgetBook> known() {
    BudgetBook now = book;
    return now == null
        ? first.asMono().timeout(START, Mono.error(HeldBudgets::unknown))
        : Mono.just(now);
  }

  private static Fault unknown() {
    return Fault.unavailable(
        "The budgets are not known yet, as the database cannot be reached; try again.",
        RETRY_AFTER);
  }

  private Mono<Admission> admitUnder(
      BudgetBook budgets, Spender spender, Optional<BigDecimal> worstCost) {
    Instant now = clock.instant();
    List<Claim> claims = budgets.claims(spender, now);
    if (claims.isEmpty()) {
      return Mono.just(new Unbounded(ledger));
    }
    if (worstCost.isEmpty()) {
      for (Claim claim : claims) {
        if (claim.budget().refuses() && !claim.budget().allowUnknownPrice()) {
          return Mono.error(BudgetExceededException.unknownPrice(claim));
        }
      }
    }
    Reservation reservation =
        new Reservation(
            ids.get(),
            settings.holder(),
            worstCost.orElse(BigDecimal.ZERO),
            claims,
            now,
            now.plus(settings.reservationLifetime()));
    return reserve(reservation).map(result -> admission(reservation, result));
  }

  /** Whoever goes away while it is reserved is not there to settle it. */
  private Mono<Reservation.Result> reserve(Reservation reservation) {
    Mono<Reservation.Result> reserved = accounts.reserve(reservation).cache();
    AtomicBoolean told = new AtomicBoolean();
    return reserved
        .doOnNext(result -> told.set(true))
        .doOnCancel(
            () -> {
              if (!told.get()) {
                release(reserved, reservation.id());
              }
            });
  }

  private void release(Mono<Reservation.Result> reserved, UUID reservation) {
    reserved
        .then(Mono.defer(() -> accounts.release(reservation)))
        .subscribe(
            count -> {},
            failure ->
                log.warn(
                    "reservation not given back id={} cause={}", reservation, failure.toString()));
  }

  private Admission admission(Reservation reservation, Reservation.Result result) {
    return switch (result) {
      case Reservation.Result.Granted(List<Balance> balances) ->
          new Reserved(ledger, reservation.id(), warnings(reservation.claims(), balances));
      case Reservation.Result.Refused(Claim claim, Balance balance) ->
          throw BudgetExceededException.noRoom(claim, balance, reservation.amount());
    };
  }

  private static List<String> warnings(List<Claim> claims, List<Balance> balances) {
    return IntStream.range(0, claims.size())
        .mapToObj(index -> warning(claims.get(index), balances.get(index)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> warning(Claim claim, Balance balance) {
    BigDecimal limit = balance.limit(claim.budget().cap());
    return balance.taken().compareTo(limit.multiply(claim.budget().warnAt())) < 0
        ? Optional.empty()
        : Optional.of(
            "The budget %s is nearly spent: %s of %s, calls under way included."
                .formatted(
                    BudgetNames.of(claim), Dollars.text(balance.taken()), Dollars.text(limit)));
  }

  private record Reserved(Ledger ledger, UUID reservation, List<String> warnings)
      implements Admission {

    @Override
    public Mono<Void> settle(LedgerEntry entry) {
      return ledger.record(new RecordedCall(entry, Optional.of(reservation)));
    }
  }
}
