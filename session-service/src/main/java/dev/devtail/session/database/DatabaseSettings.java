package dev.devtail.session.database;

import io.r2dbc.postgresql.client.SSLMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and how long it may take.
 *
 * @param sslRootCertificate PEM file, null for the JVM's own authorities
 * @param poolSize most connections at once
 * @param acquireTimeout for a connection
 * @param callTimeout for a whole call, waiting for a connection included
 */
public record DatabaseSettings(
    String host,
    int port,
    String name,
    String username,
    String password,
    SSLMode sslMode,
    @Nullable String sslRootCertificate,
    int poolSize,
    Duration acquireTimeout,
    Duration callTimeout) {

  /** The schema that all tables of session-service live in: a database may be shared. */
  static final String SCHEMA = "devtail_session";

  /** What people are told when it is away. */
  String label() {
    return host + ":" + port + "/" + name;
  }

  @Override
  public String toString() {
    return "DatabaseSettings[%s, username=%s, password=(secret)]".formatted(label(), username);
  }
}
