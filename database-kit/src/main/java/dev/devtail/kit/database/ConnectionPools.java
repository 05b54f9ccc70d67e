package dev.devtail.kit.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;

/** Opens R2DBC connections, as a rule in pools. */
final class ConnectionPools {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration VALIDATION_TIMEOUT = Duration.ofMillis(500);
  private static final Duration MAX_IDLE = Duration.ofMinutes(5);
  private static final Duration MAX_LIFE = Duration.ofMinutes(30);

  private ConnectionPools() {}

  /**
   * Nothing is connected yet. A connection is asked whether it lives before it is lent (one round
   * trip): one that a dead peer left half open costs one call 500 ms, not every call its time-out.
   */
  static ConnectionPool open(DatabaseSettings settings) {
    return new ConnectionPool(
        ConnectionPoolConfiguration.builder(connectionFactory(settings, ""))
            .name(settings.schema().service())
            .initialSize(0)
            .minIdle(0)
            .maxSize(settings.poolSize())
            .maxAcquireTime(settings.acquireTimeout())
            .maxCreateConnectionTime(settings.acquireTimeout())
            .acquireRetry(1)
            .validationDepth(ValidationDepth.REMOTE)
            .maxValidationTime(VALIDATION_TIMEOUT)
            .maxIdleTime(MAX_IDLE)
            .maxLifeTime(MAX_LIFE)
            .build());
  }

  /**
   * @param role what the connection is for; empty for the calls' own
   */
  static PostgresqlConnectionFactory connectionFactory(DatabaseSettings settings, String role) {
    PostgresqlConnectionConfiguration.Builder connection =
        PostgresqlConnectionConfiguration.builder()
            .host(settings.host())
            .port(settings.port())
            .database(settings.name())
            .schema(settings.schema().name())
            .username(settings.username())
            .password(settings.password())
            .sslMode(settings.sslMode())
            .applicationName(settings.schema().applicationName(role))
            .connectTimeout(CONNECT_TIMEOUT)
            .statementTimeout(settings.callTimeout())
            .tcpKeepAlive(true);
    String rootCertificate = settings.sslRootCertificate();
    if (rootCertificate != null) {
      connection.sslRootCert(rootCertificate);
    }
    return new PostgresqlConnectionFactory(connection.build());
  }
}
