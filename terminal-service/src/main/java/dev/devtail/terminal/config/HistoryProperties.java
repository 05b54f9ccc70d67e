package dev.devtail.terminal.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code devtail.terminal.history.*}
 *
 * @param directory where histories are kept; default: {@code .devtail/history} in the home of the
 *     user that the service runs as
 * @param perTerminal what is kept of one terminal, the oldest goes first (0, or at least 4 MB); 0:
 *     nothing is kept, and nothing is there after a restart
 * @param total what is kept of all terminals (at least as much)
 * @param maxAge how long what is left of a terminal is kept after its end
 * @param listed how long a terminal that ended with the service is listed after it
 */
@ConfigurationProperties("devtail.terminal.history")
public record HistoryProperties(
    @Nullable Path directory,
    @DefaultValue("64MB") DataSize perTerminal,
    @DefaultValue("1GB") DataSize total,
    @DefaultValue("7d") Duration maxAge,
    @DefaultValue("1d") Duration listed) {

  private static final long MIN_MB = 4;

  public HistoryProperties {
    check(
        "per-terminal",
        perTerminal,
        perTerminal.toBytes() == 0 || perTerminal.toMegabytes() >= MIN_MB,
        "0 or >= 4MB");
    check("total", total, total.compareTo(perTerminal) >= 0, ">= per-terminal");
    check("max-age", maxAge, maxAge.isPositive(), "> 0s");
    check("listed", listed, !listed.isNegative(), ">= 0s");
  }

  /** The directory, or its default. */
  Path directoryOrDefault() {
    return directory == null
        ? Path.of(System.getProperty("user.home"), ".devtail", "history")
        : directory;
  }

  private static void check(String key, Object value, boolean valid, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(
          "devtail.terminal.history.%s: %s (expected: %s)".formatted(key, value, expected));
    }
  }
}
