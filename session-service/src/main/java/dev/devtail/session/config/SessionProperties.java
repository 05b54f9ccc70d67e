package dev.devtail.session.config;

import dev.devtail.session.database.DatabaseSettings;
import dev.devtail.session.sessions.SessionRules;
import dev.devtail.session.sessions.Workspace;
import io.r2dbc.postgresql.client.SSLMode;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code devtail.session.*}
 *
 * @param database where the data is kept
 * @param defaultWorkspace absolute directory of sessions that name none. Default: the home
 *     directory of the user that runs the service.
 * @param maxSessionsPerUser most sessions that one user may have. Default: 1000.
 * @param endedTerminalRetention how long an ended terminal stays in the directory. Default: 7 days.
 * @param eventRetention how long events are kept, in whole days that are dropped at once. Default:
 *     30 days.
 * @param metricRetention the same for metrics. Default: 14 days.
 */
@ConfigurationProperties("devtail.session")
public record SessionProperties(
    Database database,
    @DefaultValue("") String defaultWorkspace,
    @DefaultValue("1000") int maxSessionsPerUser,
    @DefaultValue("7d") Duration endedTerminalRetention,
    @DefaultValue("30d") Duration eventRetention,
    @DefaultValue("14d") Duration metricRetention) {

  private static final String PREFIX = "devtail.session.";

  /** Each day is a table. */
  private static final int MAX_LOG_DAYS = 1_000;

  public SessionProperties {
    if (database == null) {
      throw new IllegalArgumentException(
          PREFIX + "database.url: missing (expected: r2dbc:postgresql://HOST[:PORT]/DATABASE)");
    }
    require(maxSessionsPerUser > 0, "max-sessions-per-user", maxSessionsPerUser, "> 0");
    require(
        endedTerminalRetention.isPositive(),
        "ended-terminal-retention",
        endedTerminalRetention,
        "> 0");
    requireDays("event-retention", eventRetention);
    requireDays("metric-retention", metricRetention);
    defaultWorkspace =
        defaultWorkspace.isEmpty() ? System.getProperty("user.home", "") : defaultWorkspace;
    require(defaultWorkspace.startsWith("/"), "default-workspace", defaultWorkspace, "absolute");
  }

  private static void requireDays(String key, Duration retention) {
    require(
        retention.toDays() >= 1 && retention.compareTo(Duration.ofDays(MAX_LOG_DAYS)) <= 0,
        key,
        retention,
        "1d to " + MAX_LOG_DAYS + "d");
  }

  private static void require(boolean holds, String key, @Nullable Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s%s: %s (expected: %s)".formatted(PREFIX, key, value, expected));
    }
  }

  SessionRules rules() {
    return new SessionRules(Workspace.of(defaultWorkspace), maxSessionsPerUser);
  }

  /**
   * {@code devtail.session.database.*}
   *
   * @param url {@code r2dbc:postgresql://HOST[:PORT]/DATABASE}, nothing else in it. Required.
   * @param username who to log in as; owns the schema {@code devtail_session} or may make it.
   *     Required.
   * @param password of that user. Default: none.
   * @param sslMode {@code disable}, {@code prefer} (default), {@code require}, {@code verify-ca} or
   *     {@code verify-full}
   * @param sslRootCertificate PEM file of the authority that signed the server's certificate.
   *     Default: none.
   * @param poolSize most connections at once. Default: 10.
   * @param acquireTimeout how long a call waits for a connection. Default: 1 s.
   * @param callTimeout how long a call may take in the database, all waiting included. Default: 2
   *     s.
   */
  public record Database(
      String url,
      String username,
      @DefaultValue("") String password,
      @DefaultValue("prefer") SSLMode sslMode,
      @Nullable String sslRootCertificate,
      @DefaultValue("10") int poolSize,
      @DefaultValue("1s") Duration acquireTimeout,
      @DefaultValue("2s") Duration callTimeout) {

    private static final String SCHEME = "r2dbc:postgresql://";
    private static final int DEFAULT_PORT = 5432;

    public Database {
      require(
          url != null && url.matches("r2dbc:postgresql://[^/?#@]+/[^/?#]+"),
          "database.url",
          url,
          "r2dbc:postgresql://HOST[:PORT]/DATABASE");
      require(username != null && !username.isEmpty(), "database.username", username, "a name");
      require(poolSize > 0, "database.pool-size", poolSize, "> 0");
      require(acquireTimeout.isPositive(), "database.acquire-timeout", acquireTimeout, "> 0");
      require(callTimeout.isPositive(), "database.call-timeout", callTimeout, "> 0");
    }

    DatabaseSettings settings() {
      URI address = URI.create("postgresql://" + url.substring(SCHEME.length()));
      return new DatabaseSettings(
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
}
