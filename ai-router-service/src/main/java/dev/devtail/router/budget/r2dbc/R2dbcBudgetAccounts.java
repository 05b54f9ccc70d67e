package dev.devtail.router.budget.r2dbc;

import dev.devtail.kit.database.Columns;
import dev.devtail.kit.database.Database;
import dev.devtail.router.budget.Balance;
import dev.devtail.router.budget.BudgetAccounts;
import dev.devtail.router.budget.Claim;
import dev.devtail.router.budget.Reservation;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** {@link BudgetAccounts} on PostgreSQL, where an account is a row, and its lock is what holds. */
public final class R2dbcBudgetAccounts implements BudgetAccounts {

  /** What is asked for, as a table. A cap that does not refuse is null. */
  private static final String ASKED =
      """
      with asked as (
        select budget_id, subject, starts, cast(nullif(cap, '') as numeric) as cap
        from unnest(cast(:budgets as uuid[]), cast(:subjects as text[]),
            cast(:starts as timestamptz[]), cast(:caps as text[]))
          as asked (budget_id, subject, starts, cap)
      )
      """;

  /**
   * Whether there is room is looked at in the row as it is once it is locked. Rows come in the
   * order of their keys, so that two of these cannot wait for each other.
   */
  private static final String RESERVE =
      ASKED
          + """
            , taken as (
              insert into budget_accounts as accounts (budget_id, subject, starts, cap, reserved)
              select budget_id, subject, starts, cap, cast(:amount as numeric)
              from asked
              where cap is null or cast(:amount as numeric) <= cap
                or exists (select from budget_accounts there
                  where (there.budget_id, there.subject, there.starts)
                    = (asked.budget_id, asked.subject, asked.starts))
              order by budget_id, subject, starts
              on conflict (budget_id, subject, starts) do update
                set cap = excluded.cap, reserved = accounts.reserved + excluded.reserved
                where excluded.cap is null
                  or accounts.spent + accounts.reserved + excluded.reserved
                    <= excluded.cap + accounts.allowed
              returning *
            ), noted as (
              insert into reservations
                (id, budget_id, subject, starts, amount, holder, made_at, expires_at)
              select :id, budget_id, subject, starts, :amount, :holder, :made, :expires
              from taken
            )
            select budget_id, subject, starts, spent, reserved, allowed, unknown_calls from taken
            """;

  private static final String BALANCES =
      ASKED
          + """
            select accounts.budget_id, accounts.subject, accounts.starts, accounts.spent,
              accounts.reserved, accounts.allowed, accounts.unknown_calls
            from asked join budget_accounts accounts using (budget_id, subject, starts)
            """;

  /** Those that somebody settles right now are left to them. */
  private static final String RELEASE =
      """
      with due as (
        select * from reservations
        where not released and %s
        for update skip locked
      ), released as (
        update reservations set released = true
        from due
        where (reservations.id, reservations.budget_id, reservations.subject, reservations.starts)
          = (due.id, due.budget_id, due.subject, due.starts)
        returning reservations.*
      ), given as (
        insert into budget_accounts as accounts (budget_id, subject, starts, reserved)
        select budget_id, subject, starts, - sum(amount)
        from released
        group by budget_id, subject, starts
        order by budget_id, subject, starts
        on conflict (budget_id, subject, starts) do update
          set reserved = accounts.reserved + excluded.reserved
      )
      select count(distinct id) as reservations from released
      """;

  private final Database database;

  public R2dbcBudgetAccounts(Database database) {
    this.database = database;
  }

  @Override
  public Mono<Reservation.Result> reserve(Reservation reservation) {
    return database
        .inTransaction(
            client ->
                balances(reserving(client, reservation))
                    .flatMap(
                        taken ->
                            taken.size() == reservation.claims().size()
                                ? Mono.just(granted(reservation, taken))
                                : refusal(client, reservation, taken)))
        .onErrorResume(Refusal.class, refusal -> Mono.just(refusal.result));
  }

  @Override
  public Mono<List<Balance>> balances(List<Claim> claims) {
    return database
        .call(client -> balances(asking(client.sql(BALANCES), claims)))
        .map(found -> claims.stream().map(claim -> balance(found, claim)).toList());
  }

  private static Reservation.Result granted(
      Reservation reservation, Map<Claim.Key, Balance> taken) {
    return new Reservation.Result.Granted(
        reservation.claims().stream().map(claim -> balance(taken, claim)).toList());
  }

  /** Fails, so that the accounts that had room are given back what they gave. */
  private static Mono<Reservation.Result> refusal(
      DatabaseClient client, Reservation reservation, Map<Claim.Key, Balance> taken) {
    Claim refused =
        reservation.claims().stream()
            .filter(claim -> !taken.containsKey(claim.key()))
            .findFirst()
            .orElseThrow();
    return balances(asking(client.sql(BALANCES), List.of(refused)))
        .flatMap(
            found ->
                Mono.error(
                    new Refusal(new Reservation.Result.Refused(refused, balance(found, refused)))));
  }

  private static Balance balance(Map<Claim.Key, Balance> balances, Claim claim) {
    return balances.getOrDefault(claim.key(), Balance.NONE);
  }

  private static GenericExecuteSpec reserving(DatabaseClient client, Reservation reservation) {
    return asking(client.sql(RESERVE), reservation.claims())
        .bind("id", reservation.id())
        .bind("amount", reservation.amount())
        .bind("holder", reservation.holder())
        .bind("made", reservation.madeAt())
        .bind("expires", reservation.expiresAt());
  }

  private static GenericExecuteSpec asking(GenericExecuteSpec statement, List<Claim> claims) {
    return statement
        .bind("budgets", claims.stream().map(claim -> claim.budget().id()).toArray(UUID[]::new))
        .bind("subjects", claims.stream().map(Claim::subject).toArray(String[]::new))
        .bind(
            "starts", claims.stream().map(claim -> claim.window().start()).toArray(Instant[]::new))
        .bind("caps", claims.stream().map(R2dbcBudgetAccounts::cap).toArray(String[]::new));
  }

  private static String cap(Claim claim) {
    return claim.budget().refuses() ? claim.budget().cap().toPlainString() : "";
  }

  private static Mono<Map<Claim.Key, Balance>> balances(GenericExecuteSpec statement) {
    return statement
        .map(row -> Map.entry(key(row), balance(row)))
        .all()
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  static Claim.Key key(Readable row) {
    return new Claim.Key(
        Columns.get(row, "budget_id", UUID.class),
        Columns.text(row, "subject"),
        Columns.time(row, "starts"));
  }

  static Balance balance(Readable row) {
    return new Balance(
        Columns.get(row, "spent", BigDecimal.class),
        Columns.get(row, "reserved", BigDecimal.class),
        Columns.get(row, "allowed", BigDecimal.class),
        Columns.get(row, "unknown_calls", Long.class));
  }

  @Override
  public Mono<Long> release(UUID reservation) {
    return database.call(
        client -> count(client.sql(RELEASE.formatted("id = :id")).bind("id", reservation)));
  }

  @Override
  public Mono<Long> releaseExpired(Instant now) {
    return database.call(
        client -> count(client.sql(RELEASE.formatted("expires_at <= :now")).bind("now", now)));
  }

  @Override
  public Mono<Long> releaseOf(UUID holder, Instant before) {
    return database.call(
        client ->
            count(
                client
                    .sql(RELEASE.formatted("holder = :holder and made_at < :before"))
                    .bind("holder", holder)
                    .bind("before", before)));
  }

  private static Mono<Long> count(GenericExecuteSpec statement) {
    return statement.map((Readable row) -> Columns.get(row, "reservations", Long.class)).one();
  }

  /** Takes the result out of a transaction that is to be undone. */
  private static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Reservation.Result result;

    Refusal(Reservation.Result result) {
      super(null, null, false, false);
      this.result = result;
    }
  }
}
