package dev.devtail.gateway.models;

import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.service.v1.ModelEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is wrong before a call has reached the router, in the words of the protocol that is spoken:
 * the callers are SDKs, and go by status and type.
 */
final class ModelErrors {

  private static final JsonMapper JSON = JsonMapper.shared();

  private ModelErrors() {}

  /** The HTTP status. */
  static int status(Fault fault) {
    return switch (fault.code()) {
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case FRAME_TOO_LARGE -> 413;
      case RATE_LIMITED, RESOURCE_EXHAUSTED -> 429;
      case INVALID_ARGUMENT, PROTOCOL_VIOLATION, UNSUPPORTED_VERSION -> 400;
      case UNAVAILABLE -> 503;
      case TIMEOUT -> 504;
      case CONFLICT -> 409;
      case UNKNOWN_CHANNEL,
          CHANNEL_IN_USE,
          STALE_EPOCH,
          OFFSET_OUT_OF_RANGE,
          ENDED,
          START_FAILED,
          INTERNAL ->
          500;
    };
  }

  private static String type(Fault fault) {
    return switch (status(fault)) {
      case 400 -> "invalid_request_error";
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      default -> "api_error";
    };
  }

  /** The body of an answer. */
  static byte[] body(ModelEndpoint endpoint, Fault fault) {
    return json(endpoint, fault).getBytes(StandardCharsets.UTF_8);
  }

  /** An event that ends a stream which has begun. */
  static byte[] event(ModelEndpoint endpoint, Fault fault) {
    String name = isAnthropic(endpoint) ? "event: error\n" : "";
    return "%sdata: %s\n\n".formatted(name, json(endpoint, fault)).getBytes(StandardCharsets.UTF_8);
  }

  /** In whole seconds, as {@code Retry-After} has it; 0: nobody knows. */
  static long retryAfterSeconds(Fault fault) {
    Duration wait = fault.retryAfter();
    return wait.isPositive() ? wait.plusSeconds(1).minusNanos(1).toSeconds() : 0;
  }

  private static String json(ModelEndpoint endpoint, Fault fault) {
    ObjectNode body = JSON.createObjectNode();
    if (isAnthropic(endpoint)) {
      body.put("type", "error");
    }
    body.putObject("error").put("type", type(fault)).put("message", fault.message());
    return body.toString();
  }

  private static boolean isAnthropic(ModelEndpoint endpoint) {
    return switch (endpoint) {
      case MODEL_ENDPOINT_MESSAGES, MODEL_ENDPOINT_COUNT_TOKENS -> true;
      case MODEL_ENDPOINT_CHAT_COMPLETIONS,
          MODEL_ENDPOINT_RESPONSES,
          MODEL_ENDPOINT_MODELS,
          MODEL_ENDPOINT_UNSPECIFIED,
          UNRECOGNIZED ->
          false;
    };
  }
}
