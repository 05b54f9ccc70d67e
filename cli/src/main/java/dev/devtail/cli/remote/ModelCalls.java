package dev.devtail.cli.remote;

import dev.devtail.protocol.v1.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls models through a gateway, as Anthropic's clients do. */
final class ModelCalls implements AutoCloseable {

  /** Longer than a model may think. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(15);

  private static final int MAX_ANSWER_TOKENS = 8_192;
  private static final String DATA = "data:";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final GatewayHttp http;

  ModelCalls(GatewayOptions options) {
    this.http = new GatewayHttp(options);
  }

  /** As OpenAI lists them. */
  JsonNode models() {
    return GatewayHttp.read(http.send(to("/v1/models").GET()));
  }

  /** Who would answer that, and why. */
  JsonNode explain(ObjectNode request) {
    return GatewayHttp.read(
        http.send(
            to("/v1/messages")
                .header("devtail-dry-run", "true")
                .POST(BodyPublishers.ofString(request.toString()))));
  }

  /**
   * Asks, and hands on the answer's text as it comes.
   *
   * @return what it has used, as the provider says it
   */
  JsonNode ask(ObjectNode request, Consumer<String> text) {
    request.put("stream", true);
    HttpResponse<InputStream> answer =
        http.send(to("/v1/messages").POST(BodyPublishers.ofString(request.toString())));
    ObjectNode usage = JSON.createObjectNode();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DATA)) {
          onEvent(JSON.readTree(line.substring(DATA.length())), text, usage);
        }
      }
    } catch (IOException cut) {
      throw GatewayHttp.failure(ErrorCode.ERROR_CODE_UNAVAILABLE, "The answer was cut off: " + cut);
    }
    return usage;
  }

  private static void onEvent(JsonNode event, Consumer<String> text, ObjectNode usage) {
    switch (event.path("type").asString("")) {
      case "content_block_delta" -> {
        String part = event.path("delta").path("text").asString("");
        if (!part.isEmpty()) {
          text.accept(part);
        }
      }
      case "message_start" -> add(event.path("message").path("usage"), usage);
      case "message_delta" -> add(event.path("usage"), usage);
      case "error" ->
          throw GatewayHttp.failure(
              ErrorCode.ERROR_CODE_UNAVAILABLE,
              event.path("error").path("message").asString("The model has failed."));
      default -> {
        // Of no use here.
      }
    }
  }

  private static void add(JsonNode counts, ObjectNode usage) {
    if (counts instanceof ObjectNode object) {
      usage.setAll(object);
    }
  }

  /** One question, to be asked of a model. */
  static ObjectNode question(String model, String prompt) {
    ObjectNode request = JSON.createObjectNode().put("model", model);
    request.put("max_tokens", MAX_ANSWER_TOKENS);
    request.putArray("messages").addObject().put("role", "user").put("content", prompt);
    return request;
  }

  private HttpRequest.Builder to(String path) {
    return http.to(path, ANSWER_TIMEOUT);
  }

  @Override
  public void close() {
    http.close();
  }
}
