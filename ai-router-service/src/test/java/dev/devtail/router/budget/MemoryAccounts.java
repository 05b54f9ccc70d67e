package dev.devtail.router.budget;

import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.ledger.RecordedCall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Accounts, and the ledger that settles in them, in memory. */
final class MemoryAccounts implements BudgetAccounts, Ledger {

  private record Held(Reservation reservation, boolean released) {}

  private final Map<Claim.Key, Balance> accounts = new HashMap<>();
  private final Map<UUID, Held> reservations = new HashMap<>();

  @Override
  public Mono<Reservation.Result> reserve(Reservation reservation) {
    return Mono.fromSupplier(() -> reserveNow(reservation));
  }

  private synchronized Reservation.Result reserveNow(Reservation reservation) {
    Optional<Claim> refused =
        reservation.claims().stream()
            .filter(
                claim ->
                    claim.budget().refuses()
                        && !of(claim).hasRoom(reservation.amount(), claim.budget().cap()))
            .findFirst();
    if (refused.isPresent()) {
      return new Reservation.Result.Refused(refused.get(), of(refused.get()));
    }
    reservation.claims().forEach(claim -> add(claim, "0", reservation.amount(), 0));
    reservations.put(reservation.id(), new Held(reservation, false));
    return new Reservation.Result.Granted(reservation.claims().stream().map(this::of).toList());
  }

  private Balance of(Claim claim) {
    return accounts.getOrDefault(claim.key(), Balance.NONE);
  }

  private void add(Claim claim, String spent, BigDecimal reserved, long unknown) {
    Balance before = of(claim);
    accounts.put(
        claim.key(),
        new Balance(
            before.spent().add(new BigDecimal(spent)),
            before.reserved().add(reserved),
            before.allowed(),
            before.unknownCalls() + unknown));
  }

  @Override
  public synchronized Mono<List<Balance>> balances(List<Claim> claims) {
    return Mono.just(claims.stream().map(this::of).toList());
  }

  @Override
  public Mono<Long> release(UUID reservation) {
    return release(made -> made.id().equals(reservation));
  }

  @Override
  public Mono<Long> releaseExpired(Instant now) {
    return release(reservation -> !reservation.expiresAt().isAfter(now));
  }

  @Override
  public Mono<Long> releaseOf(UUID holder, Instant before) {
    return release(
        reservation ->
            reservation.holder().equals(holder) && reservation.madeAt().isBefore(before));
  }

  private synchronized Mono<Long> release(Predicate<Reservation> due) {
    List<Reservation> released =
        reservations.values().stream()
            .filter(held -> !held.released() && due.test(held.reservation()))
            .map(Held::reservation)
            .toList();
    for (Reservation reservation : released) {
      reservations.put(reservation.id(), new Held(reservation, true));
      reservation.claims().forEach(claim -> add(claim, "0", reservation.amount().negate(), 0));
    }
    return Mono.just((long) released.size());
  }

  @Override
  public Mono<Void> record(RecordedCall call) {
    return Mono.fromRunnable(() -> settle(call));
  }

  private synchronized void settle(RecordedCall call) {
    List<Held> settled = new ArrayList<>();
    call.reservation().map(reservations::remove).ifPresent(settled::add);
    for (Held held : settled) {
      Reservation reservation = held.reservation();
      BigDecimal cost = call.entry().cost().orElse(reservation.amount());
      BigDecimal freed = held.released() ? BigDecimal.ZERO : reservation.amount().negate();
      long unknown = call.entry().cost().isEmpty() ? 1 : 0;
      reservation.claims().forEach(claim -> add(claim, cost.toPlainString(), freed, unknown));
    }
  }

  @Override
  public Mono<Void> requireRoom() {
    return Mono.empty();
  }
}
