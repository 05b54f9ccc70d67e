package dev.devtail.kit.database;

import io.r2dbc.postgresql.client.SSLMode;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A database as a service's configuration names it, in {@code ….database.*}.
 *
 * @param url {@code r2dbc:postgresql://HOST[:PORT]/DATABASE}, nothing else in it. Required.
 * @param username who to log in as; owns the service's schema or may make it. Required.
 * @param password of that user. Default: none.
 * @param sslMode {@code disable}, {@code prefer} (default), {@code require}, {@code verify-ca} or
 *     {@code verify-full}
 * @param sslRootCertificate PEM file of the authority that signed the server's certificate.
 *     Default: none.
 * @param poolSize most connections at once. Default: 10.
 * @param acquireTimeout how long a call waits for a connection. Default: 1 s.
 * @param callTimeout how long a call may take in the database, all waiting included. Default: 2 s.
 */
public record DatabaseProperties(
    @DefaultValue("") String url,
    @DefaultValue("") String username,
    @DefaultValue("") String password,
    @DefaultValue("prefer") SSLMode sslMode,
    @Nullable String sslRootCertificate,
    @DefaultValue("10") int poolSize,
    @DefaultValue("1s") Duration acquireTimeout,
    @DefaultValue("2s") Duration callTimeout) {

  private static final String SCHEME = "r2dbc:postgresql://";
  private static final int DEFAULT_PORT = 5432;

  /**
   * @param prefix of these keys, as in {@code devtail.session.database.}
   * @throws IllegalArgumentException that names the key
   */
  public void check(String prefix) {
    require(
        url.matches("r2dbc:postgresql://[^/?#@]+/[^/?#]+"),
        prefix + "url",
        url,
        "r2dbc:postgresql://HOST[:PORT]/DATABASE");
    require(!username.isEmpty(), prefix + "username", username, "a name");
    require(poolSize > 0, prefix + "pool-size", poolSize, "> 0");
    require(acquireTimeout.isPositive(), prefix + "acquire-timeout", acquireTimeout, "> 0");
    require(callTimeout.isPositive(), prefix + "call-timeout", callTimeout, "> 0");
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("%s: %s (expected: %s)".formatted(key, value, expected));
    }
  }

  /** What {@link #check} has let pass. */
  public DatabaseSettings settings(DatabaseSchema schema) {
    URI address = URI.create("postgresql://" + url.substring(SCHEME.length()));
    return new DatabaseSettings(
        schema,
        address.getHost(),
        address.getPort() < 0 ? DEFAULT_PORT : address.getPort(),
        address.getPath().substring(1),
        username,
        password,
        sslMode,
        sslRootCertificate,
        poolSize,
        acquireTimeout,
        callTimeout);
  }

  @Override
  public String toString() {
    return "Database[url=%s, username=%s, password=(secret)]".formatted(url, username);
  }
}
