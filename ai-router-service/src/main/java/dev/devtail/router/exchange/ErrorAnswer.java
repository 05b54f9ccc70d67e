package dev.devtail.router.exchange;

import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.protocol.CallerProtocol;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error as the caller's protocol has it: {@code {type:"error",error:{type,message},request_id}}
 * of Anthropic, {@code {error:{message,type,param,code}}} of OpenAI.
 *
 * @param status of HTTP
 * @param body JSON
 */
public record ErrorAnswer(int status, String body) {

  /** How Claude Code, and others, know that they have to shorten the conversation. */
  private static final String TOO_LONG = "prompt is too long";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Of a call that no provider has answered. */
  public static ErrorAnswer of(CallerProtocol caller, ProviderFault fault, String requestId) {
    int status = status(caller, fault.kind());
    return switch (caller) {
      case MESSAGES -> anthropic(status, message(fault), requestId);
      case CHAT_COMPLETIONS, RESPONSES -> openAi(status, fault.message(), code(fault.kind()));
    };
  }

  /**
   * Of a call that was not put to any provider.
   *
   * @param status 4xx or 5xx of HTTP
   * @param message for people: what is wrong, and what to do
   */
  public static ErrorAnswer of(
      CallerProtocol caller, int status, String message, String requestId) {
    return switch (caller) {
      case MESSAGES -> anthropic(status, message, requestId);
      case CHAT_COMPLETIONS, RESPONSES -> openAi(status, message, code(status));
    };
  }

  private static ErrorAnswer anthropic(int status, String message, String requestId) {
    ObjectNode body = anthropicBody(anthropicType(status), message);
    body.put("request_id", requestId);
    return new ErrorAnswer(status, body.toString());
  }

  private static ObjectNode anthropicBody(String type, String message) {
    ObjectNode body = JSON.createObjectNode().put("type", "error");
    body.putObject("error").put("type", type).put("message", message);
    return body;
  }

  private static ErrorAnswer openAi(int status, String message, String code) {
    return new ErrorAnswer(status, openAiBody(status, message, code).toString());
  }

  private static ObjectNode openAiBody(int status, String message, String code) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error")
        .put("message", message)
        .put("type", openAiType(status))
        .putNull("param")
        .put("code", code);
    return body;
  }

  /** The data of an event that ends a stream of Messages. */
  static String messagesEvent(ProviderFault fault) {
    int status = status(CallerProtocol.MESSAGES, fault.kind());
    return anthropicBody(anthropicType(status), message(fault)).toString();
  }

  /** The data of an event that ends a stream of Chat Completions. */
  static String chatEvent(ProviderFault fault) {
    int status = status(CallerProtocol.CHAT_COMPLETIONS, fault.kind());
    return openAiBody(status, fault.message(), code(fault.kind())).toString();
  }

  /** The data of an event that ends a stream of Responses. */
  static String responsesEvent(ProviderFault fault) {
    return JSON.createObjectNode()
        .put("type", "error")
        .put("code", code(fault.kind()))
        .put("message", fault.message())
        .putNull("param")
        .toString();
  }

  private static String message(ProviderFault fault) {
    return fault.kind() == Kind.TOO_LONG && !fault.message().contains(TOO_LONG)
        ? TOO_LONG + ": " + fault.message()
        : fault.message();
  }

  private static int status(CallerProtocol caller, Kind kind) {
    return switch (kind) {
      case OVERLOADED ->
          switch (caller) {
            case MESSAGES -> 529;
            case CHAT_COMPLETIONS, RESPONSES -> 503;
          };
      case RATE_LIMITED -> 429;
      case NOT_ALLOWED -> 403;
      case NO_MODEL -> 404;
      case REFUSED, TOO_LONG -> 400;
      case SERVER_ERROR -> 500;
      case UNREACHABLE, CUT, MALFORMED -> 502;
      case STALLED -> 504;
    };
  }

  private static String anthropicType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      case 504 -> "timeout_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }

  private static String openAiType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402, 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  /** As clients of OpenAI know them; for the rest, ours. */
  private static String code(Kind kind) {
    return switch (kind) {
      case RATE_LIMITED -> "rate_limit_exceeded";
      case NO_MODEL -> "model_not_found";
      case TOO_LONG -> "context_length_exceeded";
      case OVERLOADED, SERVER_ERROR, NOT_ALLOWED, UNREACHABLE, CUT, STALLED, MALFORMED, REFUSED ->
          kind.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String code(int status) {
    return switch (status) {
      case 401 -> "invalid_api_key";
      case 402 -> "insufficient_quota";
      case 403 -> "not_allowed";
      case 404 -> "model_not_found";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_exceeded";
      case 503 -> "overloaded";
      default -> status < 500 ? "invalid_request" : "server_error";
    };
  }
}
