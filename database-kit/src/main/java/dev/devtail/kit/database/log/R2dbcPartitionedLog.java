package dev.devtail.kit.database.log;

import dev.devtail.kit.database.Columns;
import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.TransactionLock;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link PartitionedLog} on PostgreSQL, for a table that is partitioned by range of its column
 * {@code time} and has a partition {@code TABLE_default}. A day's is {@code TABLE_2026_11_21}.
 */
public final class R2dbcPartitionedLog implements PartitionedLog {

  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("'_'uuuu'_'MM'_'dd");

  private final Database database;
  private final String table;

  /**
   * @param table a plain identifier
   */
  public R2dbcPartitionedLog(Database database, String table) {
    this.database = database;
    this.table = table;
  }

  @Override
  public Mono<Set<LocalDate>> days() {
    return database.call(
        client ->
            client
                .sql(
                    """
                    select right(partition.relname, 11) as day
                    from pg_inherits join pg_class partition on partition.oid = inhrelid
                    where inhparent = cast(:table as regclass)
                      and partition.relname ~ '_[0-9]{4}_[0-9]{2}_[0-9]{2}$'
                    """)
                .bind("table", table)
                .map((Readable row) -> LocalDate.parse(Columns.text(row, "day"), SUFFIX))
                .all()
                .collect(Collectors.toSet()));
  }

  @Override
  public Mono<Set<LocalDate>> daysInDefault(Instant from, Instant until) {
    return database.upkeep(
        client ->
            client
                .sql(
                    """
                    select distinct cast(time at time zone 'UTC' as date) as day
                    from %s_default where time >= :from and time < :until
                    """
                        .formatted(table))
                .bind("from", from)
                .bind("until", until)
                .map((Readable row) -> Columns.get(row, "day", LocalDate.class))
                .all()
                .collect(Collectors.toSet()));
  }

  /**
   * Nobody else may use the table meanwhile, which is short: a row that is on its way into the
   * default partition when its day gets one of its own is refused.
   */
  @Override
  public Mono<Void> add(LocalDate day) {
    String partition = partition(day);
    String range = "time >= '%s UTC' and time < '%s UTC'".formatted(day, day.plusDays(1));
    return database.upkeep(
        client ->
            oneAtATime(client)
                .then(exists(client, partition))
                .filter(exists -> !exists)
                .flatMap(
                    missing ->
                        inTurn(
                            client,
                            "create table %s (like %s including all)".formatted(partition, table),
                            "lock table only %s in access exclusive mode".formatted(table),
                            """
                            with moved as (delete from %s_default where %s returning *)
                            insert into %s select * from moved
                            """
                                .formatted(table, range, partition),
                            "alter table %s attach partition %s for values from ('%s UTC') to ('%s UTC')"
                                .formatted(table, partition, day, day.plusDays(1)))));
  }

  @Override
  public Mono<Void> drop(LocalDate day) {
    return database.upkeep(
        client -> oneAtATime(client).then(run(client, "drop table if exists " + partition(day))));
  }

  @Override
  public Mono<Long> deleteFromDefault(Instant before, Instant from) {
    return database.upkeep(
        client ->
            client
                .sql(
                    "delete from %s_default where time < :before or time >= :from".formatted(table))
                .bind("before", before)
                .bind("from", from)
                .fetch()
                .rowsUpdated());
  }

  private String partition(LocalDate day) {
    return table + day.format(SUFFIX);
  }

  /** Among all instances of the service, until the transaction ends. */
  private Mono<Void> oneAtATime(DatabaseClient client) {
    return TransactionLock.take(client, "partitions of " + table);
  }

  private static Mono<Boolean> exists(DatabaseClient client, String partition) {
    return client
        .sql("select to_regclass(:name) is not null as there")
        .bind("name", partition)
        .map((Readable row) -> Columns.get(row, "there", Boolean.class))
        .one();
  }

  private static Mono<Void> inTurn(DatabaseClient client, String... statements) {
    return Flux.fromArray(statements).concatMap(statement -> run(client, statement)).then();
  }

  private static Mono<Void> run(DatabaseClient client, String statement) {
    return client.sql(statement).then();
  }
}
