package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The API of OpenAI (platform.openai.com/docs/api-reference), and of those who speak it. */
final class OpenAiWire implements Wire {

  static final String INVALID = "invalid_request_error";
  private static final String BEARER = "Bearer ";

  private final Provider provider;

  OpenAiWire(Provider provider) {
    this.provider = provider;
  }

  @Override
  public Optional<Endpoint> endpoint(String method, String path, String query) {
    return switch (method + " " + path) {
      case "POST /chat/completions" -> Optional.of(new Endpoint.Model(new ChatDialect(provider)));
      case "POST /responses" ->
          provider == Provider.OPENAI
              ? Optional.of(new Endpoint.Model(new ResponsesDialect()))
              : Optional.empty();
      case "GET /models" -> Optional.of(new Endpoint.Lookup(call -> models()));
      default -> Optional.empty();
    };
  }

  private JsonNode models() {
    ArrayNode data = Nodes.array();
    for (String model : names()) {
      data.add(
          Nodes.object()
              .put("id", model)
              .put("object", "model")
              .put("created", ChatDialect.CREATED)
              .put("owned_by", "system"));
    }
    return Nodes.object().put("object", "list").set("data", data);
  }

  private List<String> names() {
    return switch (provider) {
      case DEEPSEEK -> List.of("deepseek-chat", "deepseek-reasoner");
      case OPENROUTER -> List.of("anthropic/claude-sonnet-4.6", "openai/gpt-5.2");
      default -> List.of("gpt-4.1", "gpt-4o-mini", "gpt-5.2", "o4-mini");
    };
  }

  static Refusal refused(String message, String param, @Nullable String code) {
    return new Refusal(new ApiError(400, INVALID, message, param, code));
  }

  @Override
  public void authorize(Call call, Set<String> keys) {
    String header = call.header().apply("authorization");
    String key = header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    if (keys.contains(key)) {
      return;
    }
    throw new Refusal(
        switch (provider) {
          case DEEPSEEK ->
              new ApiError(
                  401,
                  "authentication_error",
                  "Authentication Fails, Your api key: ****%s is invalid".formatted(tail(key)),
                  null,
                  INVALID);
          case OPENROUTER ->
              new ApiError(
                  401, "", key.isEmpty() ? "No auth credentials found" : "User not found.");
          default ->
              key.isEmpty()
                  ? new ApiError(
                      401,
                      INVALID,
                      "You didn't provide an API key. You need to provide your API key in an"
                          + " Authorization header using Bearer auth (i.e. Authorization: Bearer"
                          + " YOUR_KEY).")
                  : new ApiError(
                      401,
                      INVALID,
                      ("Incorrect API key provided: ****%s. You can find your API key at"
                              + " https://platform.openai.com/account/api-keys.")
                          .formatted(tail(key)),
                      null,
                      "invalid_api_key");
        });
  }

  private static String tail(String key) {
    return key.substring(Math.max(0, key.length() - 4));
  }

  @Override
  public byte[] body(ApiError error, Ids ids) {
    return Nodes.bytes(errorNode(provider, error));
  }

  static ObjectNode errorNode(Provider provider, ApiError error) {
    ObjectNode node = Nodes.object().put("message", error.message());
    if (provider == Provider.OPENROUTER) {
      node.put("code", error.status());
    } else {
      node.put("type", error.type()).put("param", error.param()).put("code", error.code());
    }
    return Nodes.object().set("error", node);
  }

  @Override
  public ApiError error(Fault.Kind kind) {
    return errorOf(kind);
  }

  static ApiError errorOf(Fault.Kind kind) {
    return switch (kind) {
      case OVERLOADED, UNAVAILABLE ->
          new ApiError(
              503,
              "server_error",
              "The engine is currently overloaded, please try again later",
              null,
              "service_unavailable");
      case RATE_LIMITED ->
          new ApiError(
              429,
              "requests",
              "Rate limit reached for requests: Limit 3, Used 3, Requested 1. Please try again.",
              null,
              "rate_limit_exceeded");
      case SERVER_ERROR ->
          new ApiError(
              500,
              "server_error",
              "The server had an error while processing your request. Sorry about that!");
      case BAD_KEY ->
          new ApiError(401, INVALID, "Incorrect API key provided: ****.", null, "invalid_api_key");
      case NO_MODEL -> noModel("gpt-gone");
      case TOO_LONG ->
          new ApiError(
              400,
              INVALID,
              "This model's maximum context length is 128000 tokens. However, your messages"
                  + " resulted in 130000 tokens. Please reduce the length of the messages.",
              "messages",
              "context_length_exceeded");
    };
  }

  static ApiError noModel(String model) {
    return new ApiError(
        404,
        INVALID,
        "The model `%s` does not exist or you do not have access to it.".formatted(model),
        null,
        "model_not_found");
  }

  @Override
  public ApiError noSuchPath(String method, String path) {
    return new ApiError(404, INVALID, "Invalid URL (%s %s)".formatted(method, path));
  }

  @Override
  public ApiError malformed(String why) {
    return new ApiError(
        400, INVALID, "We could not parse the JSON body of your request. (" + why + ")");
  }

  @Override
  public ApiError tooLarge() {
    return new ApiError(413, INVALID, "Maximum content size limit exceeded");
  }

  @Override
  public String idHeader() {
    return "x-request-id";
  }
}
