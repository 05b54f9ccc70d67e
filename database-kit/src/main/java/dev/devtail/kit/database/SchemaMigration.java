package dev.devtail.kit.database;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Brings the schema up to date when the service starts, over a JDBC connection that is closed at
 * once (Flyway has no R2DBC). It runs beside the rest of the start and repeats, with backoff, until
 * it has worked: the service is there before its database and outlives its absence.
 */
final class SchemaMigration implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SchemaMigration.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int CONNECT_SECONDS = 2;
  private static final int LOGIN_SECONDS = 10;

  private final DatabaseSettings settings;
  private final Sinks.Empty<Void> firstAttempt = Sinks.empty();
  private volatile boolean done;
  private final Thread worker;

  SchemaMigration(DatabaseSettings settings) {
    this.settings = settings;
    this.worker =
        Thread.ofVirtual()
            .name(settings.schema().service() + "-schema-migration")
            .unstarted(this::migrateUntilDone);
  }

  /**
   * Completes when the tables are there. While the first attempt runs it waits for it; after a
   * failed one it fails at once, until a later one has worked.
   *
   * @return fails with UNAVAILABLE
   */
  Mono<Void> ready() {
    if (done) {
      return Mono.empty();
    }
    return firstAttempt
        .asMono()
        .then(
            Mono.defer(
                () -> done ? Mono.empty() : Mono.error(DatabaseFaults.unavailable(settings))));
  }

  private void migrateUntilDone() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!done) {
        attempt();
        firstAttempt.tryEmitEmpty();
        if (!done) {
          Thread.sleep(pause);
          pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
        }
      }
    } catch (InterruptedException e) {
      log.debug("database schema given up: the service stops");
    }
  }

  private void attempt() {
    long start = System.nanoTime();
    try {
      int applied = flyway().migrate().migrationsExecuted;
      done = true;
      log.info(
          "database schema ready database={} schema={} applied={} millis={}",
          settings.label(),
          settings.schema().name(),
          applied,
          (System.nanoTime() - start) / 1_000_000);
    } catch (FlywayException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown");
      log.warn("database schema not ready database={} reason={}", settings.label(), reason);
    }
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(dataSource())
        .locations(settings.schema().scripts())
        .defaultSchema(settings.schema().name())
        .createSchemas(true)
        .connectRetries(0)
        .load();
  }

  private PGSimpleDataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {settings.host()});
    source.setPortNumbers(new int[] {settings.port()});
    source.setDatabaseName(settings.name());
    source.setUser(settings.username());
    source.setPassword(settings.password());
    source.setSslMode(settings.sslMode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    source.setSslRootCert(settings.sslRootCertificate());
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(LOGIN_SECONDS);
    source.setApplicationName(settings.schema().applicationName("migration"));
    return source;
  }

  /** Begins at once, on a thread of its own. Called once. */
  void start() {
    worker.start();
  }

  /** Gives up if it has not worked yet. */
  @Override
  public void close() {
    worker.interrupt();
  }
}
