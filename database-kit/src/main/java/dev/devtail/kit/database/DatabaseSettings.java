package dev.devtail.kit.database;

import io.r2dbc.postgresql.client.SSLMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and how long it may take.
 *
 * @param schema whose tables
 * @param sslRootCertificate PEM file, null for the JVM's own authorities
 * @param poolSize most connections at once
 * @param acquireTimeout for a connection
 * @param callTimeout for a whole call, waiting for a connection included
 */
public record DatabaseSettings(
    DatabaseSchema schema,
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

  /** What people are told when it is away. */
  String label() {
    return host + ":" + port + "/" + name;
  }

  @Override
  public String toString() {
    return "DatabaseSettings[%s, schema=%s, username=%s, password=(secret)]"
        .formatted(label(), schema.name(), username);
  }
}
