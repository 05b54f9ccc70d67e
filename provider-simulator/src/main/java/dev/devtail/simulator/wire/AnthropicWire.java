package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The API of Anthropic: Messages, counting, models (platform.claude.com/docs/en/api). */
final class AnthropicWire implements Wire {

  static final String INVALID = "invalid_request_error";

  private static final List<String> MODELS =
      List.of(
          "claude-opus-4-6",
          "claude-sonnet-4-6",
          "claude-sonnet-4-5-20250929",
          "claude-haiku-4-5-20251001");

  private static final String BEARER = "Bearer ";

  @Override
  public Optional<Endpoint> endpoint(String method, String path, String query) {
    return switch (method + " " + path) {
      case "POST /v1/messages" -> Optional.of(new Endpoint.Model(new AnthropicDialect()));
      case "POST /v1/messages/count_tokens" -> Optional.of(new Endpoint.Lookup(this::count));
      case "GET /v1/models" -> Optional.of(new Endpoint.Lookup(this::models));
      default -> Optional.empty();
    };
  }

  private JsonNode count(Call call) {
    return Nodes.object().put("input_tokens", AnthropicRequest.countTokens(call));
  }

  private JsonNode models(Call call) {
    requireVersion(call);
    ArrayNode data = Nodes.array();
    for (String model : MODELS) {
      data.add(
          Nodes.object()
              .put("type", "model")
              .put("id", model)
              .put("display_name", model)
              .put("created_at", "2025-10-01T00:00:00Z"));
    }
    ObjectNode page = Nodes.object();
    page.set("data", data);
    return page.put("has_more", false)
        .put("first_id", MODELS.getFirst())
        .put("last_id", MODELS.getLast());
  }

  static void requireVersion(Call call) {
    String version = call.header().apply("anthropic-version");
    if (version.isEmpty()) {
      throw refused("anthropic-version: header is required");
    }
    if (!version.equals("2023-06-01") && !version.equals("2023-01-01")) {
      throw refused(
          "anthropic-version: \"%s\" is not a valid version. Only the following versions are"
                  .formatted(version)
              + " supported: \"2023-06-01\", \"2023-01-01\"");
    }
  }

  static Refusal refused(String message) {
    return new Refusal(new ApiError(400, INVALID, message));
  }

  @Override
  public void authorize(Call call, Set<String> keys) {
    String key = call.header().apply("x-api-key");
    String bearer = call.header().apply("authorization");
    if (key.isEmpty() && bearer.isEmpty()) {
      throw unauthorized("x-api-key header is required");
    }
    if (!key.isEmpty() && !keys.contains(key)) {
      throw unauthorized("invalid x-api-key");
    }
    if (key.isEmpty()
        && !(bearer.startsWith(BEARER) && keys.contains(bearer.substring(BEARER.length())))) {
      throw unauthorized("Invalid bearer token");
    }
  }

  private static Refusal unauthorized(String message) {
    return new Refusal(new ApiError(401, "authentication_error", message));
  }

  @Override
  public byte[] body(ApiError error, Ids ids) {
    return Nodes.bytes(AnthropicDialect.error(error).put("request_id", ids.answer("req_01")));
  }

  @Override
  public ApiError error(Fault.Kind kind) {
    return errorOf(kind);
  }

  static ApiError errorOf(Fault.Kind kind) {
    return switch (kind) {
      case OVERLOADED -> new ApiError(529, "overloaded_error", "Overloaded");
      case RATE_LIMITED ->
          new ApiError(
              429,
              "rate_limit_error",
              "This request would exceed your organization's rate limit of 50 requests per minute."
                  + " Please reduce the prompt length or the maximum tokens requested, or try again"
                  + " later.");
      case SERVER_ERROR -> new ApiError(500, "api_error", "Internal server error");
      case UNAVAILABLE -> new ApiError(503, "api_error", "Service unavailable");
      case BAD_KEY -> new ApiError(401, "authentication_error", "invalid x-api-key");
      case NO_MODEL -> new ApiError(404, "not_found_error", "model: claude-gone");
      case TOO_LONG ->
          new ApiError(400, INVALID, "prompt is too long: 210000 tokens > 200000 maximum");
    };
  }

  @Override
  public ApiError noSuchPath(String method, String path) {
    return new ApiError(404, "not_found_error", "Not found");
  }

  @Override
  public ApiError malformed(String why) {
    return new ApiError(400, INVALID, "The request body is not valid JSON: " + why);
  }

  @Override
  public ApiError tooLarge() {
    return new ApiError(413, "request_too_large", "Request exceeds the maximum size");
  }

  @Override
  public String idHeader() {
    return "request-id";
  }
}
