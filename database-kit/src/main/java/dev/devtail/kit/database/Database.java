package dev.devtail.kit.database;

import io.r2dbc.pool.ConnectionPool;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * The one way to the database. Work goes through only when the schema is there, ends within a
 * timeout, and fails with a {@link dev.devtail.kit.fault.Fault} UNAVAILABLE that names the database
 * when that is why it failed.
 */
public final class Database implements AutoCloseable {

  /** For work on whole tables, which no caller waits for. */
  private static final Duration UPKEEP_TIMEOUT = Duration.ofMinutes(1);

  /** Calls wait behind upkeep that waits for a lock, so it gives up before they do. */
  private static final String UPKEEP_LIMITS =
      "select set_config('statement_timeout', '%d', true), set_config('lock_timeout', '1000', true)"
          .formatted(UPKEEP_TIMEOUT.toMillis());

  private final DatabaseSettings settings;
  private final SchemaMigration schema;
  private final ConnectionPool pool;
  private final DatabaseClient client;
  private final TransactionalOperator transaction;

  public Database(DatabaseSettings settings) {
    this.settings = settings;
    this.schema = new SchemaMigration(settings);
    this.pool = ConnectionPools.open(settings);
    this.client = DatabaseClient.create(pool);
    this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(pool));
  }

  /** Begins to bring the schema up to date, and goes on until it is. Called once. */
  public void start() {
    schema.start();
  }

  /** Runs one statement. */
  public <T> Mono<T> call(Function<DatabaseClient, Mono<T>> work) {
    return guarded(Mono.defer(() -> work.apply(client)), settings.callTimeout());
  }

  /** Runs several statements, all of them or none. */
  public <T> Mono<T> inTransaction(Function<DatabaseClient, Mono<T>> work) {
    return guarded(
        transaction.transactional(Mono.defer(() -> work.apply(client))), settings.callTimeout());
  }

  /** As {@link #inTransaction}, for a minute at most, and no lock is waited for longer than 1 s. */
  public <T> Mono<T> upkeep(Function<DatabaseClient, Mono<T>> work) {
    Mono<T> limited = client.sql(UPKEEP_LIMITS).then().then(Mono.defer(() -> work.apply(client)));
    return guarded(transaction.transactional(limited), UPKEEP_TIMEOUT);
  }

  /**
   * A caller that goes away cuts nothing off: what it began ends by itself, within the timeout.
   * Rows of a query that is cancelled on its way would leak (r2dbc-postgresql, issue 580).
   */
  private <T> Mono<T> guarded(Mono<T> work, Duration timeout) {
    Mono<T> bounded =
        Mono.defer(schema::ready)
            .then(work)
            .timeout(timeout)
            .onErrorMap(failure -> DatabaseFaults.explain(settings, failure));
    return Mono.fromFuture(bounded::toFuture, true);
  }

  DatabaseSettings settings() {
    return settings;
  }

  SchemaMigration schema() {
    return schema;
  }

  /** As in {@code db.example.org:5432/devtail}. */
  String label() {
    return settings.label();
  }

  /** Closes the connections; none are given out after it. */
  @Override
  public void close() {
    schema.close();
    pool.dispose();
  }
}
