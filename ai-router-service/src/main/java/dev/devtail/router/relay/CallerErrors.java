package dev.devtail.router.relay;

import dev.devtail.kit.fault.Fault;
import dev.devtail.router.budget.BudgetExceededException;
import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.provider.AnswerHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a caller is told, in its own protocol, where no provider's words can be passed on. */
final class CallerErrors {

  private static final JsonMapper JSON = JsonMapper.shared();

  private CallerErrors() {}

  /** The call itself is wrong. */
  static AnswerPart invalid(CallerProtocol protocol, String message) {
    return answer(protocol, 400, "invalid_request_error", message, Headers.NONE);
  }

  /** There is nobody to ask. */
  static AnswerPart noModel(CallerProtocol protocol, String message) {
    return answer(protocol, 404, "not_found_error", message, Headers.NONE);
  }

  /** A status that SDKs do not try again after. */
  static AnswerPart noMoney(CallerProtocol protocol, BudgetExceededException exceeded) {
    return answer(
        protocol, 402, "billing_error", String.valueOf(exceeded.getMessage()), Headers.NONE);
  }

  /** Something of ours is away. */
  static AnswerPart unavailable(CallerProtocol protocol, Fault fault) {
    return answer(protocol, 503, "api_error", fault.message(), retryAfter(fault.retryAfter()));
  }

  private static Headers retryAfter(Duration wait) {
    long seconds = wait.plusSeconds(1).minusNanos(1).toSeconds();
    return seconds > 0 ? Headers.NONE.with("retry-after", Long.toString(seconds)) : Headers.NONE;
  }

  /** Whoever was asked last has not answered. */
  static AnswerPart of(CallerProtocol protocol, ProviderFault fault) {
    Headers headers = retryAfter(fault.retryAfter());
    return switch (fault.kind()) {
      case OVERLOADED ->
          answer(
              protocol,
              protocol == CallerProtocol.MESSAGES ? 529 : 503,
              "overloaded_error",
              fault.message(),
              headers);
      case RATE_LIMITED -> answer(protocol, 429, "rate_limit_error", fault.message(), headers);
      case NOT_ALLOWED -> answer(protocol, 403, "permission_error", fault.message(), headers);
      case NO_MODEL -> answer(protocol, 404, "not_found_error", fault.message(), headers);
      case REFUSED, TOO_LONG ->
          answer(protocol, 400, "invalid_request_error", fault.message(), headers);
      case STALLED -> answer(protocol, 504, "api_error", fault.message(), headers);
      case SERVER_ERROR, UNREACHABLE, CUT, MALFORMED ->
          answer(protocol, 502, "api_error", fault.message(), headers);
    };
  }

  private static AnswerPart answer(
      CallerProtocol protocol, int status, String type, String message, Headers others) {
    ObjectNode body = JSON.createObjectNode();
    if (protocol == CallerProtocol.MESSAGES) {
      body.put("type", "error");
    }
    body.putObject("error").put("type", type).put("message", message);
    return whole(status, others, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static AnswerPart whole(int status, Headers others, byte[] body) {
    List<Header> headers = new ArrayList<>(others.all());
    headers.add(new Header("content-type", "application/json"));
    headers.add(new Header("content-length", Integer.toString(body.length)));
    return new AnswerPart(new AnswerHead(status, new Headers(headers)), body);
  }
}
