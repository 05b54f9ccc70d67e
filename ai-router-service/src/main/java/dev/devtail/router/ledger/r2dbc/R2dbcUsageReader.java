package dev.devtail.router.ledger.r2dbc;

import dev.devtail.kit.database.Columns;
import dev.devtail.kit.database.Database;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.router.ledger.CallPosition;
import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.ledger.UsageQuery;
import dev.devtail.router.ledger.UsageQuery.CallFilter;
import dev.devtail.router.ledger.UsageQuery.Grouping;
import dev.devtail.router.ledger.UsageReader;
import dev.devtail.router.ledger.UsageSum;
import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Usage;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** {@link UsageReader} on PostgreSQL: sums from sums, so that it does not matter how many calls. */
public final class R2dbcUsageReader implements UsageReader {

  private static final String OF_FILTER =
      """
       and (:session = '' or session_id = :session)
       and (:model = '' or (provider = :provider and model = :model))
       and (:role = '' or agent_role = :role)
      """;

  private static final String CALLS =
      """
      select * from calls
      where user_name = :user and time >= :from and time < :until
        and (time, id) < (:behindTime, :behindId)
      """;

  private static final UUID LAST_ID = new UUID(-1L, -1L);

  private final Database database;

  public R2dbcUsageReader(Database database) {
    this.database = database;
  }

  @Override
  public Mono<List<UsageSum>> sums(UsageQuery query) {
    return database.call(
        client ->
            bind(
                    filtered(client.sql(statement(query)), query.filter())
                        .bind("zone", query.zone().getId())
                        .bind("limit", MAX_SUMS + 1),
                    "unit",
                    unit(query))
                .map(R2dbcUsageReader::sum)
                .all()
                .collectList()
                .doOnNext(R2dbcUsageReader::requireWhole));
  }

  private static void requireWhole(List<UsageSum> sums) {
    if (sums.size() > MAX_SUMS) {
      throw new Fault(
          FaultCode.RESOURCE_EXHAUSTED,
          "These are more than %d sums; ask for a shorter time, or group by less."
              .formatted(MAX_SUMS));
    }
  }

  /** What sums are not told apart by is empty, or null, in each of them. */
  private static String statement(UsageQuery query) {
    return """
    select %s as session_id, %s as provider, %s as model, %s as agent_role,
      date_trunc(cast(:unit as text), quarter, :zone) as start,
      cast(sum(calls) as bigint) as calls, cast(sum(failed_calls) as bigint) as failed_calls,
      cast(sum(unknown_costs) as bigint) as unknown_costs, cast(sum(input) as bigint) as input,
      cast(sum(cache_read) as bigint) as cache_read,
      cast(sum(cache_write_5m) as bigint) as cache_write_5m,
      cast(sum(cache_write_1h) as bigint) as cache_write_1h,
      cast(sum(output) as bigint) as output, cast(sum(reasoning) as bigint) as reasoning,
      cast(sum(web_searches) as bigint) as web_searches, sum(cost) as cost
    from usage_sums
    where user_name = :user
      and quarter >= date_bin('15 minutes', :from, timestamptz 'epoch') and quarter < :until
      %s
    group by 1, 2, 3, 4, 5
    order by start, cost desc
    limit :limit
    """
        .formatted(
            column(query, Grouping.SESSION, "session_id"),
            column(query, Grouping.MODEL, "provider"),
            column(query, Grouping.MODEL, "model"),
            column(query, Grouping.AGENT_ROLE, "agent_role"),
            OF_FILTER);
  }

  private static String column(UsageQuery query, Grouping grouping, String name) {
    return query.by().contains(grouping) ? name : "cast('' as text)";
  }

  private static @Nullable String unit(UsageQuery query) {
    if (query.by().contains(Grouping.HOUR)) {
      return "hour";
    }
    return query.by().contains(Grouping.DAY) ? "day" : null;
  }

  private static GenericExecuteSpec bind(
      GenericExecuteSpec statement, String name, @Nullable String value) {
    return value == null ? statement.bindNull(name, String.class) : statement.bind(name, value);
  }

  private static UsageSum sum(Readable row) {
    return new UsageSum(
        Columns.text(row, "session_id"),
        Optional.of(model(row)).filter(model -> !model.provider().isEmpty()),
        Columns.text(row, "agent_role"),
        Optional.ofNullable(row.get("start", Instant.class)),
        number(row, "calls"),
        number(row, "failed_calls"),
        number(row, "unknown_costs"),
        usage(row),
        Columns.get(row, "cost", BigDecimal.class));
  }

  private static ModelName model(Readable row) {
    return new ModelName(Columns.text(row, "provider"), Columns.text(row, "model"));
  }

  private static Usage usage(Readable row) {
    return new Usage(
        number(row, "input"),
        number(row, "cache_read"),
        number(row, "cache_write_5m"),
        number(row, "cache_write_1h"),
        number(row, "output"),
        number(row, "reasoning"),
        number(row, "web_searches"));
  }

  private static long number(Readable row, String column) {
    return Columns.get(row, column, Long.class);
  }

  @Override
  public Mono<List<LedgerEntry>> calls(
      CallFilter filter, Optional<CallPosition> behind, int limit) {
    CallPosition from = behind.orElseGet(() -> new CallPosition(filter.until(), LAST_ID));
    return database.call(
        client ->
            filtered(
                    client.sql(CALLS + OF_FILTER + " order by time desc, id desc limit :limit"),
                    filter)
                .bind("behindTime", from.time())
                .bind("behindId", from.id())
                .bind("limit", limit)
                .map(R2dbcUsageReader::entry)
                .all()
                .collectList());
  }

  private static LedgerEntry entry(Readable row) {
    Long firstToken = row.get("first_token_millis", Long.class);
    return new LedgerEntry(
        Columns.get(row, "id", UUID.class),
        Columns.time(row, "time"),
        Columns.text(row, "user_name"),
        Columns.text(row, "session_id"),
        Columns.text(row, "agent_role"),
        Columns.text(row, "request_id"),
        Columns.text(row, "rule"),
        model(row),
        CallerProtocol.valueOf(Columns.text(row, "caller")),
        usage(row),
        Optional.ofNullable(row.get("cost", BigDecimal.class)),
        Outcome.valueOf(Columns.text(row, "outcome")),
        Columns.get(row, "attempts", Integer.class),
        firstToken == null ? OptionalLong.empty() : OptionalLong.of(firstToken),
        number(row, "duration_millis"));
  }

  private static GenericExecuteSpec filtered(GenericExecuteSpec statement, CallFilter filter) {
    return statement
        .bind("user", filter.user())
        .bind("from", filter.from())
        .bind("until", filter.until())
        .bind("session", filter.session())
        .bind("provider", filter.model().map(ModelName::provider).orElse(""))
        .bind("model", filter.model().map(ModelName::model).orElse(""))
        .bind("role", filter.agentRole());
  }

  @Override
  public Mono<Long> forgetSumsBefore(Instant time) {
    return database.upkeep(
        client ->
            client
                .sql("delete from usage_sums where quarter < :time")
                .bind("time", time)
                .fetch()
                .rowsUpdated());
  }
}
