package dev.devtail.kit.database;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.ValidationDepth;
import java.io.IOException;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Listens to PostgreSQL's notifications. Each listening has a connection of its own, which it asks
 * again and again whether it lives: a database that vanishes closes no socket.
 */
public final class NotificationListener {

  /** What a listener is told. */
  public sealed interface Signal {

    /** Whatever is committed from here on is heard. Told first, and once. */
    record Listening() implements Signal {}

    record Notified(String payload) implements Signal {}
  }

  /** Notifications that wait to be dealt with; one more, and the listening fails. */
  private static final int MAX_WAITING = 10_000;

  private static final Duration BEAT = Duration.ofSeconds(5);

  private final DatabaseSettings settings;
  private final SchemaMigration schema;
  private final PostgresqlConnectionFactory connections;

  public NotificationListener(Database database) {
    this.settings = database.settings();
    this.schema = database.schema();
    this.connections = ConnectionPools.connectionFactory(settings, "listener");
  }

  /**
   * @param channel a plain identifier
   * @return never completes; fails as soon as a notification may have been missed
   */
  public Flux<Signal> listen(String channel) {
    return Flux.usingWhen(
        Mono.defer(schema::ready).then(connections.create()).timeout(settings.callTimeout()),
        connection -> notifications(connection, channel),
        this::close);
  }

  /** Whoever listened hears of the loss no later because the dead connection does not close. */
  private Mono<Void> close(PostgresqlConnection connection) {
    return connection.close().timeout(settings.callTimeout()).onErrorComplete();
  }

  private Flux<Signal> notifications(PostgresqlConnection connection, String channel) {
    Flux<Signal> notified =
        connection
            .getNotifications()
            .map(Notification::getParameter)
            .<Signal>map(Signal.Notified::new)
            .concatWith(Mono.error(() -> new IOException("the database closed the connection")))
            .onBackpressureBuffer(MAX_WAITING);
    Mono<Signal> listening =
        connection
            .createStatement("listen " + channel)
            .execute()
            .flatMap(PostgresqlResult::getRowsUpdated)
            .then(Mono.<Signal>just(new Signal.Listening()))
            .timeout(settings.callTimeout());
    return Flux.merge(notified, listening, beats(connection));
  }

  private Flux<Signal> beats(PostgresqlConnection connection) {
    return Flux.interval(BEAT)
        .onBackpressureDrop()
        .concatMap(
            beat -> connection.validate(ValidationDepth.REMOTE).timeout(settings.callTimeout()))
        .handle(
            (alive, sink) -> {
              if (!alive) {
                sink.error(new IOException("the connection to the database is dead"));
              }
            });
  }
}
