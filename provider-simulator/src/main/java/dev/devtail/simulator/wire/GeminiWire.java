package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The Gemini API of Google (ai.google.dev/api). */
final class GeminiWire implements Wire {

  static final String INVALID = "INVALID_ARGUMENT";

  private static final List<String> MODELS =
      List.of("gemini-3-pro-preview", "gemini-2.5-pro", "gemini-2.5-flash");

  private static final Pattern CALL =
      Pattern.compile(
          "/v1beta/models/([^/:]+):(generateContent|streamGenerateContent|countTokens)");

  @Override
  public Optional<Endpoint> endpoint(String method, String path, String query) {
    if (method.equals("GET") && path.equals("/v1beta/models")) {
      return Optional.of(new Endpoint.Lookup(call -> models()));
    }
    Matcher matcher = CALL.matcher(path);
    if (!method.equals("POST") || !matcher.matches()) {
      return Optional.empty();
    }
    String model = matcher.group(1);
    return Optional.of(
        switch (matcher.group(2)) {
          case "countTokens" ->
              new Endpoint.Lookup(
                  call ->
                      Nodes.object()
                          .put(
                              "totalTokens", GeminiRequest.read(call, model, false).inputTokens()));
          case "generateContent" -> new Endpoint.Model(new GeminiDialect(model, false, false));
          default ->
              new Endpoint.Model(
                  new GeminiDialect(
                      model, true, List.of(query.split("&", -1)).contains("alt=sse")));
        });
  }

  private static JsonNode models() {
    ArrayNode models = Nodes.array();
    for (String model : MODELS) {
      models.add(
          Nodes.object()
              .put("name", "models/" + model)
              .put("version", "001")
              .put("displayName", model)
              .put("inputTokenLimit", GeminiRequest.WINDOW_TOKENS)
              .put("outputTokenLimit", 65536)
              .set(
                  "supportedGenerationMethods",
                  Nodes.array().add("generateContent").add("countTokens")));
    }
    return Nodes.object().set("models", models);
  }

  static Refusal refused(String message) {
    return new Refusal(new ApiError(400, INVALID, message));
  }

  @Override
  public void authorize(Call call, Set<String> keys) {
    String key = call.header().apply("x-goog-api-key");
    if (key.isEmpty()) {
      key =
          Arrays.stream(call.query().split("&", -1))
              .filter(parameter -> parameter.startsWith("key="))
              .map(parameter -> parameter.substring("key=".length()))
              .findFirst()
              .orElse("");
    }
    if (key.isEmpty()) {
      throw new Refusal(
          new ApiError(
              403,
              "PERMISSION_DENIED",
              "Method doesn't allow unregistered callers (callers without established identity)."
                  + " Please use API Key or other form of API consumer identity to call this"
                  + " API."));
    }
    if (!keys.contains(key)) {
      throw new Refusal(badKey());
    }
  }

  private static ApiError badKey() {
    return new ApiError(
        400, INVALID, "API key not valid. Please pass a valid API key.", null, "API_KEY_INVALID");
  }

  @Override
  public byte[] body(ApiError error, Ids ids) {
    return Nodes.bytes(errorNode(error));
  }

  static ObjectNode errorNode(ApiError error) {
    ObjectNode node =
        Nodes.object()
            .put("code", error.status())
            .put("message", error.message())
            .put("status", error.type());
    @Nullable String reason = error.code();
    if (reason != null) {
      node.set(
          "details",
          Nodes.array(
              Nodes.object()
                  .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                  .put("reason", reason)
                  .put("domain", "googleapis.com")));
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
          new ApiError(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
      case RATE_LIMITED ->
          new ApiError(
              429,
              "RESOURCE_EXHAUSTED",
              "You exceeded your current quota, please check your plan and billing details.");
      case SERVER_ERROR ->
          new ApiError(
              500,
              "INTERNAL",
              "An internal error has occurred. Please retry or report in"
                  + " https://developers.generativeai.google/guide/troubleshooting");
      case BAD_KEY -> badKey();
      case NO_MODEL -> noModel("gemini-gone");
      case TOO_LONG ->
          new ApiError(
              400,
              INVALID,
              "The input token count (1048580) exceeds the maximum number of tokens allowed"
                  + " (1048576).");
    };
  }

  static ApiError noModel(String model) {
    return new ApiError(
        404,
        "NOT_FOUND",
        ("models/%s is not found for API version v1beta, or is not supported for generateContent."
                + " Call ListModels to see the list of available models and their supported"
                + " methods.")
            .formatted(model));
  }

  @Override
  public ApiError noSuchPath(String method, String path) {
    return new ApiError(404, "NOT_FOUND", "The requested URL %s was not found.".formatted(path));
  }

  @Override
  public ApiError malformed(String why) {
    return new ApiError(400, INVALID, "Invalid JSON payload received. " + why);
  }

  @Override
  public ApiError tooLarge() {
    return new ApiError(400, INVALID, "Request payload size exceeds the limit: 20971520 bytes.");
  }

  @Override
  public int maxBodyBytes() {
    return 20 << 20;
  }

  @Override
  public String idHeader() {
    return "x-request-id";
  }
}
