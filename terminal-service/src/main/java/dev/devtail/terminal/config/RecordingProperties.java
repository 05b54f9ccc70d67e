package dev.devtail.terminal.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code devtail.terminal.recordings.*}
 *
 * @param directory where recordings are kept; default: {@code .devtail/recordings} in the home of
 *     the user that the service runs as
 * @param mode which terminals are recorded
 * @param maxAge older recordings are deleted
 * @param maxBytes if all recordings together are larger, the oldest are deleted (at least 1 MB)
 */
@ConfigurationProperties("devtail.terminal.recordings")
public record RecordingProperties(
    @Nullable Path directory,
    @DefaultValue("on-demand") Mode mode,
    @DefaultValue("30d") Duration maxAge,
    @DefaultValue("5GB") DataSize maxBytes) {

  /** Which terminals are recorded. */
  public enum Mode {
    /** Those that a user asks for. */
    ON_DEMAND,
    /** All, from their start. */
    ALL
  }

  public RecordingProperties {
    check("max-age", maxAge, maxAge.isPositive(), "> 0s");
    check("max-bytes", maxBytes, maxBytes.toMegabytes() >= 1, ">= 1MB");
  }

  /** The directory, or its default. */
  Path directoryOrDefault() {
    return directory == null
        ? Path.of(System.getProperty("user.home"), ".devtail", "recordings")
        : directory;
  }

  private static void check(String key, Object value, boolean valid, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(
          "devtail.terminal.recordings.%s: %s (expected: %s)".formatted(key, value, expected));
    }
  }
}
