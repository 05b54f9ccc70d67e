package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The API of Ollama (docs.ollama.com/api): no keys, plain errors. */
final class OllamaWire implements Wire {

  private static final List<String> MODELS = List.of("qwen3:8b", "llama3.2:3b");

  @Override
  public Optional<Endpoint> endpoint(String method, String path, String query) {
    return switch (method + " " + path) {
      case "POST /api/chat" -> Optional.of(new Endpoint.Model(new OllamaDialect()));
      case "GET /api/tags" -> Optional.of(new Endpoint.Lookup(call -> tags()));
      default -> Optional.empty();
    };
  }

  private static JsonNode tags() {
    ArrayNode models = Nodes.array();
    for (String model : MODELS) {
      models.add(
          Nodes.object()
              .put("name", model)
              .put("model", model)
              .put("modified_at", OllamaDialect.CREATED)
              .put("size", 5_000_000_000L)
              .put("digest", "0".repeat(64)));
    }
    return Nodes.object().set("models", models);
  }

  static Refusal refused(int status, String message) {
    return new Refusal(new ApiError(status, "", message));
  }

  @Override
  public void authorize(Call call, Set<String> keys) {
    // Whoever can reach it may ask it.
  }

  @Override
  public byte[] body(ApiError error, Ids ids) {
    return Nodes.bytes(Nodes.object().put("error", error.message()));
  }

  @Override
  public ApiError error(Fault.Kind kind) {
    return errorOf(kind);
  }

  static ApiError errorOf(Fault.Kind kind) {
    return switch (kind) {
      case OVERLOADED, UNAVAILABLE ->
          new ApiError(
              503, "", "server busy, please try again.  maximum pending requests exceeded");
      case RATE_LIMITED -> new ApiError(429, "", "too many requests");
      case SERVER_ERROR -> new ApiError(500, "", "llama runner process has terminated");
      case BAD_KEY -> new ApiError(401, "", "unauthorized");
      case NO_MODEL -> new ApiError(404, "", "model 'gone' not found");
      case TOO_LONG -> new ApiError(400, "", "input length exceeds the context length");
    };
  }

  @Override
  public ApiError noSuchPath(String method, String path) {
    return new ApiError(404, "", "404 page not found");
  }

  @Override
  public ApiError malformed(String why) {
    return new ApiError(400, "", why);
  }

  @Override
  public ApiError tooLarge() {
    return new ApiError(413, "", "http: request body too large");
  }

  @Override
  public String idHeader() {
    return "x-request-id";
  }
}
