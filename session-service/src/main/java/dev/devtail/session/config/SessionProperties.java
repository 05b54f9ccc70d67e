package dev.devtail.session.config;

import dev.devtail.kit.database.DatabaseProperties;
import dev.devtail.kit.database.DatabaseSchema;
import dev.devtail.kit.database.DatabaseSettings;
import dev.devtail.session.sessions.SessionRules;
import dev.devtail.session.sessions.Workspace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code devtail.session.*}
 *
 * @param database where the data is kept. Its user owns the schema {@code devtail_session} or may
 *     make it. Required.
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
    DatabaseProperties database,
    @DefaultValue("") String defaultWorkspace,
    @DefaultValue("1000") int maxSessionsPerUser,
    @DefaultValue("7d") Duration endedTerminalRetention,
    @DefaultValue("30d") Duration eventRetention,
    @DefaultValue("14d") Duration metricRetention) {

  private static final String PREFIX = "devtail.session.";

  private static final DatabaseSchema SCHEMA =
      new DatabaseSchema("session", "devtail_session", "classpath:dev/devtail/session/migration");

  /** Each day is a table. */
  private static final int MAX_LOG_DAYS = 1_000;

  public SessionProperties {
    if (database == null) {
      throw new IllegalArgumentException(
          PREFIX + "database.url: missing (expected: r2dbc:postgresql://HOST[:PORT]/DATABASE)");
    }
    database.check(PREFIX + "database.");
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

  DatabaseSettings databaseSettings() {
    return database.settings(SCHEMA);
  }

  SessionRules rules() {
    return new SessionRules(Workspace.of(defaultWorkspace), maxSessionsPerUser);
  }
}
