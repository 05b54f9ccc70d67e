package dev.devtail.router.exchange;

import dev.devtail.router.exchange.ProviderFault.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a provider's answer with another status than 2xx means: of Anthropic ({@code
 * {type:"error",error:{type,message}}}), of OpenAI and those like it ({@code
 * {error:{message,type,code}}}), and of Gemini ({@code {error:{code,message,status}}}, or a list of
 * one). What is no JSON, as of proxies before them, is told by its status alone.
 */
public final class HttpFaults {

  /** Longer than anybody waits: what a provider says beyond is taken for this. */
  static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

  private static final JsonMapper JSON = JsonMapper.shared();

  /** The account has no money left, which waiting does not cure. */
  private static final Set<String> NO_MONEY =
      Set.of("insufficient_quota", "billing_error", "billing_hard_limit_reached");

  private static final Set<String> TOO_LONG =
      Set.of("context_length_exceeded", "string_above_max_length");

  /** Of Anthropic, of OpenAI and those like it, of Gemini, of Ollama. */
  private static final List<String> TOO_LONG_WORDS =
      List.of(
          "prompt is too long",
          "maximum context length",
          "exceeds the maximum number of tokens",
          "exceeds the context length");

  /** Of Gemini, with status 400. */
  private static final List<String> BAD_KEY_WORDS = List.of("API key not valid", "API key expired");

  private final InstantSource clock;

  public HttpFaults(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param status not of 2xx
   * @param header value of a response's header by its name in lower case; empty if it is not there
   * @param body as far as it was read
   */
  public ProviderFault read(int status, UnaryOperator<String> header, String body) {
    JsonNode error = error(body);
    String message = error.path("message").asString("");
    return new ProviderFault(
        kind(status, error, message),
        message.isEmpty()
            ? "The model's provider answered with HTTP %d.".formatted(status)
            : message,
        retryAfter(header));
  }

  private static JsonNode error(String body) {
    try {
      JsonNode root = JSON.readTree(body);
      return (root.isArray() ? root.path(0) : root).path("error");
    } catch (JacksonException noJson) {
      return JSON.missingNode();
    }
  }

  static Kind kind(int status, JsonNode error, String message) {
    String type = error.path("type").asString("");
    String code = error.path("code").asString("");
    if (NO_MONEY.contains(type) || NO_MONEY.contains(code)) {
      return Kind.NOT_ALLOWED;
    }
    if (TOO_LONG.contains(code) || TOO_LONG_WORDS.stream().anyMatch(message::contains)) {
      return Kind.TOO_LONG;
    }
    if (BAD_KEY_WORDS.stream().anyMatch(message::startsWith)) {
      return Kind.NOT_ALLOWED;
    }
    return switch (status) {
      case 401, 402, 403 -> Kind.NOT_ALLOWED;
      case 404 -> Kind.NO_MODEL;
      case 408, 504 -> Kind.STALLED;
      case 429 -> Kind.RATE_LIMITED;
      case 503, 529 -> Kind.OVERLOADED;
      default -> status >= 500 ? Kind.SERVER_ERROR : Kind.REFUSED;
    };
  }

  private Duration retryAfter(UnaryOperator<String> header) {
    String millis = header.apply("retry-after-ms");
    String seconds = header.apply("retry-after");
    Duration wait = Duration.ZERO;
    try {
      if (!millis.isEmpty()) {
        wait = Duration.ofMillis((long) Double.parseDouble(millis));
      } else if (!seconds.isEmpty()) {
        wait = Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000));
      }
    } catch (NumberFormatException date) {
      wait = until(seconds);
    }
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait;
  }

  private Duration until(String date) {
    try {
      Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Duration.between(clock.instant(), then);
    } catch (DateTimeException nonsense) {
      return Duration.ZERO;
    }
  }
}
