package dev.devtail.simulator.script;

import dev.devtail.simulator.script.Fault.Kind;
import dev.devtail.simulator.script.Fault.Where;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How faults are written in headers, scripts and on the command line. */
public final class FaultNames {

  /** What there is, a line each. */
  public static final List<String> HELP =
      List.of(
          "529, 429, 500, 503, 401, 404, too-long        an HTTP error in the provider's words",
          "429:retry-after=SECONDS | retry-after-date=SECONDS | retry-after-ms=MS",
          "error-event:WHERE[:KIND]                      an error in the stream",
          "cut:WHERE                                     the connection is closed",
          "stall:WHERE                                   nothing more comes",
          "drip[:MS]                                     a byte at a time",
          "malformed, unknown, odd-borders, crlf, comments, empty, gzip",
          "WHERE: before-head, before-first-token, after-first-token, within-event",
          "KIND: overloaded, rate-limited, server-error");

  private static final Duration DRIP = Duration.ofMillis(1);

  private FaultNames() {}

  static List<Fault> parse(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(FaultNames::parseOne)
        .toList();
  }

  private static Fault parseOne(String name) {
    String[] parts = name.split(":", -1);
    String detail = parts.length > 1 ? parts[1] : "";
    return switch (parts[0]) {
      case "529" -> refused(Kind.OVERLOADED, detail, name);
      case "429" -> refused(Kind.RATE_LIMITED, detail, name);
      case "500" -> refused(Kind.SERVER_ERROR, detail, name);
      case "503" -> refused(Kind.UNAVAILABLE, detail, name);
      case "401" -> refused(Kind.BAD_KEY, detail, name);
      case "404" -> refused(Kind.NO_MODEL, detail, name);
      case "too-long" -> refused(Kind.TOO_LONG, detail, name);
      case "error-event" ->
          new Fault.ErrorEvent(
              parts.length > 2 ? constant(Kind.class, parts[2], name) : Kind.OVERLOADED,
              constant(Where.class, detail, name));
      case "cut" -> new Fault.Cut(constant(Where.class, detail, name));
      case "stall" -> new Fault.Stall(constant(Where.class, detail, name));
      case "drip" ->
          new Fault.Drip(detail.isEmpty() ? DRIP : Duration.ofMillis(number(name, detail)));
      case "malformed" -> new Fault.Malformed();
      case "unknown" -> new Fault.Unknown();
      case "odd-borders" -> new Fault.OddBorders();
      case "crlf" -> new Fault.CarriageReturns();
      case "comments" -> new Fault.Comments();
      case "empty" -> new Fault.Empty();
      case "gzip" -> new Fault.Gzip();
      default -> throw unknown(name);
    };
  }

  private static Fault refused(Kind kind, String detail, String name) {
    int equals = detail.indexOf('=');
    String value = detail.substring(equals + 1);
    return new Fault.Refused(
        kind,
        switch (equals < 0 ? detail : detail.substring(0, equals)) {
          case "" -> new RetryAfter.Unsaid();
          case "retry-after" -> new RetryAfter.Seconds(number(name, value));
          case "retry-after-date" -> new RetryAfter.Date(number(name, value));
          case "retry-after-ms" -> new RetryAfter.Millis(number(name, value));
          default -> throw unknown(name);
        });
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw unknown(name);
    }
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "fault: %s (expected: one of%n  %s)".formatted(name, String.join("\n  ", HELP)));
  }
}
