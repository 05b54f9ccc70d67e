package dev.devtail.context.config;

import dev.devtail.kit.database.DatabaseProperties;
import dev.devtail.kit.database.DatabaseSchema;
import dev.devtail.kit.database.DatabaseSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code devtail.context.*}, as far as it is about what is kept
 *
 * @param database where what is known of files is kept over restarts. Its user owns the schema
 *     {@code devtail_context} or may make it. Without it every start reads all files anew.
 * @param cacheRetention how long that is kept which nobody uses, in whole days. Default: 30 days.
 */
@ConfigurationProperties("devtail.context")
public record FactsCacheProperties(
    DatabaseProperties database, @DefaultValue("30d") Duration cacheRetention) {

  private static final String PREFIX = "devtail.context.";

  private static final DatabaseSchema SCHEMA =
      new DatabaseSchema("context", "devtail_context", "classpath:dev/devtail/context/migration");

  public FactsCacheProperties {
    if (database == null) {
      throw new IllegalArgumentException(
          PREFIX + "database.url: missing (expected: r2dbc:postgresql://HOST[:PORT]/DATABASE)");
    }
    database.check(PREFIX + "database.");
    if (cacheRetention.toDays() < 1) {
      throw new IllegalArgumentException(
          "%scache-retention: %s (expected: >= 1d)".formatted(PREFIX, cacheRetention));
    }
  }

  DatabaseSettings databaseSettings() {
    return database.settings(SCHEMA);
  }
}
