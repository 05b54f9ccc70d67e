package dev.devtail.router.budget.r2dbc;

import dev.devtail.kit.database.Columns;
import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.NotificationListener;
import dev.devtail.kit.database.TransactionLock;
import dev.devtail.router.budget.AtCap;
import dev.devtail.router.budget.Budget;
import dev.devtail.router.budget.BudgetScope;
import dev.devtail.router.budget.BudgetStore;
import dev.devtail.router.budget.Claim;
import dev.devtail.router.budget.Period;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link BudgetStore} on PostgreSQL. */
public final class R2dbcBudgetStore implements BudgetStore {

  private static final String CHANNEL = "devtail_budgets";

  private static final String SELECT = "select * from budgets ";

  private static final String UPSERT =
      """
      insert into budgets (id, user_name, scope, subject, period, zone, cap, warn_at, at_cap,
        allow_unknown_price, created_at)
      values (:id, :user, :scope, :subject, :period, :zone, :cap, :warnAt, :atCap, :unknown, :now)
      on conflict (user_name, scope, subject, period, zone) do update set
        cap = excluded.cap, warn_at = excluded.warn_at, at_cap = excluded.at_cap,
        allow_unknown_price = excluded.allow_unknown_price
      returning *
      """;

  /** What was spent in the window before the budget was set. Runs of agents are in no sum. */
  private static final String SPENT_ALREADY =
      """
      insert into budget_accounts (budget_id, subject, starts, spent, unknown_calls)
      select cast(:id as uuid), case when :scope = 'USER' then user_name else session_id end,
        cast(:starts as timestamptz), sum(cost), cast(sum(unknown_costs) as bigint)
      from usage_sums
      where user_name = :user and quarter >= :starts and (
        :scope = 'USER'
        or :scope = 'SESSION' and session_id = :subject
        or :scope = 'EACH_SESSION' and session_id <> '')
      group by 2
      on conflict do nothing
      """;

  private static final String ALLOW =
      """
      insert into budget_accounts as accounts (budget_id, subject, starts, allowed)
      values (:budget, :subject, :starts, :amount)
      on conflict (budget_id, subject, starts) do update
        set allowed = accounts.allowed + excluded.allowed
      """;

  private static final String ACCOUNTS =
      """
      select accounts.*
      from budget_accounts accounts
      join unnest(cast(:budgets as uuid[]), cast(:starts as timestamptz[]))
        as asked (budget_id, starts) using (budget_id, starts)
      order by spent + reserved desc
      limit :limit
      """;

  private final Database database;
  private final NotificationListener listener;

  public R2dbcBudgetStore(Database database, NotificationListener listener) {
    this.database = database;
    this.listener = listener;
  }

  @Override
  public Mono<List<Budget>> all() {
    return database.call(
        client -> client.sql(SELECT).map(R2dbcBudgetStore::budget).all().collectList());
  }

  @Override
  public Mono<List<Budget>> of(String user) {
    return database.call(
        client ->
            client
                .sql(SELECT + "where user_name = :user order by created_at, id")
                .bind("user", user)
                .map(R2dbcBudgetStore::budget)
                .all()
                .collectList());
  }

  @Override
  public Mono<Budget> set(Budget budget, Period.Window present, int most, Instant now) {
    String user = budget.user().orElseThrow();
    return database
        .inTransaction(
            client ->
                TransactionLock.take(client, "budgets " + user)
                    .then(upsert(client, budget, user, now))
                    .flatMap(
                        kept ->
                            count(client, user)
                                .flatMap(
                                    count ->
                                        count > most
                                            ? Mono.error(new TooMany())
                                            : spentAlready(client, kept, user, present)
                                                .then(announce(client))
                                                .thenReturn(kept))))
        .onErrorComplete(TooMany.class);
  }

  private static Mono<Budget> upsert(
      DatabaseClient client, Budget budget, String user, Instant now) {
    return scoped(client.sql(UPSERT), budget)
        .bind("id", budget.id())
        .bind("user", user)
        .bind("period", budget.period().unit().name())
        .bind("zone", budget.period().zone().getId())
        .bind("cap", budget.cap())
        .bind("warnAt", budget.warnAt())
        .bind("atCap", budget.atCap().name())
        .bind("unknown", budget.allowUnknownPrice())
        .bind("now", now)
        .map(R2dbcBudgetStore::budget)
        .one();
  }

  private static Mono<Long> count(DatabaseClient client, String user) {
    return client
        .sql("select count(*) as budgets from budgets where user_name = :user")
        .bind("user", user)
        .map((Readable row) -> Columns.get(row, "budgets", Long.class))
        .one();
  }

  private static Mono<Void> spentAlready(
      DatabaseClient client, Budget kept, String user, Period.Window present) {
    return scoped(client.sql(SPENT_ALREADY), kept)
        .bind("id", kept.id())
        .bind("user", user)
        .bind("starts", present.start())
        .then();
  }

  private static GenericExecuteSpec scoped(GenericExecuteSpec statement, Budget budget) {
    return switch (budget.scope()) {
      case BudgetScope.User all -> scoped(statement, "USER", "");
      case BudgetScope.Session(String id) -> scoped(statement, "SESSION", id);
      case BudgetScope.EachSession each -> scoped(statement, "EACH_SESSION", "");
      case BudgetScope.AgentRun(String id) -> scoped(statement, "AGENT_RUN", id);
      case BudgetScope.EachAgentRun each -> scoped(statement, "EACH_AGENT_RUN", "");
    };
  }

  private static GenericExecuteSpec scoped(
      GenericExecuteSpec statement, String scope, String subject) {
    return statement.bind("scope", scope).bind("subject", subject);
  }

  private static Mono<Void> announce(DatabaseClient client) {
    return client
        .sql("select 1 as told from pg_notify('%s', '')".formatted(CHANNEL))
        .mapValue(Integer.class)
        .one()
        .then();
  }

  @Override
  public Mono<Boolean> delete(String user, UUID id) {
    return database.inTransaction(
        client ->
            client
                .sql("delete from budgets where id = :id and user_name = :user")
                .bind("id", id)
                .bind("user", user)
                .fetch()
                .rowsUpdated()
                .flatMap(
                    deleted ->
                        deleted == 0
                            ? Mono.just(false)
                            : client
                                .sql("delete from budget_accounts where budget_id = :id")
                                .bind("id", id)
                                .then()
                                .then(announce(client))
                                .thenReturn(true)));
  }

  @Override
  public Mono<Void> allow(Claim.Key account, BigDecimal amount) {
    return database.call(
        client ->
            client
                .sql(ALLOW)
                .bind("budget", account.budget())
                .bind("subject", account.subject())
                .bind("starts", account.starts())
                .bind("amount", amount)
                .then());
  }

  @Override
  public Mono<List<Account>> accounts(Map<UUID, Period.Window> windows, int limit) {
    List<Map.Entry<UUID, Period.Window>> asked = List.copyOf(windows.entrySet());
    return database.call(
        client ->
            client
                .sql(ACCOUNTS)
                .bind("budgets", asked.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .bind(
                    "starts",
                    asked.stream().map(entry -> entry.getValue().start()).toArray(Instant[]::new))
                .bind("limit", limit)
                .map(
                    row ->
                        new Account(R2dbcBudgetAccounts.key(row), R2dbcBudgetAccounts.balance(row)))
                .all()
                .collectList());
  }

  @Override
  public Flux<Object> changes() {
    return listener.listen(CHANNEL).cast(Object.class);
  }

  @Override
  public Mono<Long> forgetBefore(Instant time) {
    return database.upkeep(
        client ->
            Flux.just(
                    "delete from budget_accounts where starts < :time and starts > 'epoch'",
                    "delete from reservations where made_at < :time")
                .concatMap(statement -> deleted(client, statement, time))
                .reduce(0L, Long::sum));
  }

  private static Mono<Long> deleted(DatabaseClient client, String statement, Instant time) {
    return client.sql(statement).bind("time", time).fetch().rowsUpdated();
  }

  private static Budget budget(Readable row) {
    return new Budget(
        Columns.get(row, "id", UUID.class),
        Optional.of(Columns.text(row, "user_name")),
        scope(Columns.text(row, "scope"), Columns.text(row, "subject")),
        new Period(
            Period.Unit.valueOf(Columns.text(row, "period")), ZoneId.of(Columns.text(row, "zone"))),
        Columns.get(row, "cap", BigDecimal.class),
        Columns.get(row, "warn_at", BigDecimal.class),
        AtCap.valueOf(Columns.text(row, "at_cap")),
        Columns.get(row, "allow_unknown_price", Boolean.class));
  }

  private static BudgetScope scope(String scope, String subject) {
    return switch (scope) {
      case "USER" -> new BudgetScope.User();
      case "SESSION" -> new BudgetScope.Session(subject);
      case "EACH_SESSION" -> new BudgetScope.EachSession();
      case "AGENT_RUN" -> new BudgetScope.AgentRun(subject);
      case "EACH_AGENT_RUN" -> new BudgetScope.EachAgentRun();
      default -> throw new IllegalStateException("scope of a budget: " + scope);
    };
  }

  /** Takes back a budget that is one too many. */
  private static final class TooMany extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooMany() {
      super(null, null, false, false);
    }
  }
}
