package dev.devtail.cli.remote;

import dev.devtail.protocol.v1.ErrorCode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Spans of time as people type them: {@code 90s}, {@code 1m30s}, {@code 12h}, {@code 30d}. */
final class Durations {

  private Durations() {}

  /**
   * @param option what it was given for, for the message
   * @throws dev.devtail.client.DevtailException INVALID_ARGUMENT if it cannot be read
   */
  static Duration parse(String option, String text) {
    int days = text.indexOf('d') + 1;
    try {
      Duration rest =
          days == text.length() && days > 0
              ? Duration.ZERO
              : Duration.parse("PT" + text.substring(days).toUpperCase(Locale.ROOT));
      return days == 0 ? rest : rest.plusDays(Integer.parseInt(text.substring(0, days - 1)));
    } catch (DateTimeParseException | NumberFormatException unreadable) {
      throw Gateway.refusal(
          ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
          "%s: %s (expected: as in 1m30s, 12h or 7d)".formatted(option, text));
    }
  }
}
