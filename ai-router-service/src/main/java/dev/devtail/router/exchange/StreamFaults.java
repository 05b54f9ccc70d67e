package dev.devtail.router.exchange;

import tools.jackson.databind.JsonNode;

/**
 * Reads what an error means that comes as data, behind HTTP 200: the {@code error} of Anthropic, of
 * OpenAI and those like it, and of Gemini. OpenRouter's code is the HTTP status that it would have
 * been; of the others the type tells.
 */
public final class StreamFaults {

  private static final String UNSAID = "The model's provider failed.";

  private StreamFaults() {}

  /**
   * @param error the object, or the text that stands in its place
   */
  public static ProviderFault read(JsonNode error) {
    String message = error.isString() ? error.stringValue() : error.path("message").asString("");
    return new ProviderFault(
        HttpFaults.kind(status(error), error, message), message.isEmpty() ? UNSAID : message);
  }

  private static int status(JsonNode error) {
    JsonNode code = error.path("code");
    if (code.isInt()) {
      return code.intValue();
    }
    int byType = status(error.path("type").asString(""));
    int byCode = byType == 0 ? status(code.asString("")) : byType;
    int byStatus = byCode == 0 ? status(error.path("status").asString("")) : byCode;
    return byStatus == 0 ? 500 : byStatus;
  }

  /** The HTTP status that this stands for; 0 if it is not known. */
  private static int status(String type) {
    return switch (type) {
      case "overloaded_error" -> 529;
      case "UNAVAILABLE", "503", "529" -> 503;
      case "rate_limit_error", "rate_limit_exceeded", "RESOURCE_EXHAUSTED", "429" -> 429;
      case "authentication_error", "invalid_api_key", "UNAUTHENTICATED", "401" -> 401;
      case "permission_error", "billing_error", "PERMISSION_DENIED", "403" -> 403;
      case "not_found_error", "model_not_found", "NOT_FOUND", "404" -> 404;
      case "timeout_error", "DEADLINE_EXCEEDED" -> 504;
      case "invalid_request_error", "request_too_large", "INVALID_ARGUMENT", "400" -> 400;
      default -> 0;
    };
  }
}
