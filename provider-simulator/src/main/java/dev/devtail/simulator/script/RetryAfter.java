package dev.devtail.simulator.script;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** When to come back, as providers say it. */
public sealed interface RetryAfter {

  record Unsaid() implements RetryAfter {}

  /** {@code retry-after: 7} */
  record Seconds(long seconds) implements RetryAfter {}

  /** {@code retry-after: Sun, 22 Nov 2026 10:00:30 GMT} */
  record Date(long secondsFromNow) implements RetryAfter {}

  /** {@code retry-after-ms: 1250} */
  record Millis(long millis) implements RetryAfter {}

  /** The header that says so. */
  default Map<String, String> header(Instant now) {
    return switch (this) {
      case Unsaid() -> Map.of();
      case Seconds(long seconds) -> Map.of("retry-after", Long.toString(seconds));
      case Date(long seconds) ->
          Map.of(
              "retry-after",
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  now.plus(Duration.ofSeconds(seconds)).atOffset(ZoneOffset.UTC)));
      case Millis(long millis) -> Map.of("retry-after-ms", Long.toString(millis));
    };
  }
}
