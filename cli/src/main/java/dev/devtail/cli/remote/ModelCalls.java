package dev.devtail.cli.remote;

import dev.devtail.client.DevtailException;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls models through a gateway, as Anthropic's clients do. */
final class ModelCalls implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Longer than a model may think. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(15);

  private static final int MAX_ANSWER_TOKENS = 8_192;
  private static final String DATA = "data:";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final GatewayOptions options;

  ModelCalls(GatewayOptions options) {
    this.options = options;
  }

  /** As OpenAI lists them. */
  JsonNode models() {
    return read(send(to("/v1/models").GET()));
  }

  /** Who would answer that, and why. */
  JsonNode explain(ObjectNode request) {
    return read(
        send(
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
        send(to("/v1/messages").POST(BodyPublishers.ofString(request.toString())));
    ObjectNode usage = JSON.createObjectNode();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DATA)) {
          onEvent(JSON.readTree(line.substring(DATA.length())), text, usage);
        }
      }
    } catch (IOException cut) {
      throw failure(ErrorCode.ERROR_CODE_UNAVAILABLE, "The answer was cut off: " + cut);
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
          throw failure(
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
    URI url = options.url().resolve(path);
    return HttpRequest.newBuilder(url)
        .timeout(ANSWER_TIMEOUT)
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + options.token());
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request) {
    HttpResponse<InputStream> answer;
    try {
      answer = http.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException away) {
      throw failure(
          ErrorCode.ERROR_CODE_UNAVAILABLE,
          "No gateway answers at %s. Start one with: devtail up".formatted(options.url()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (answer.statusCode() != 200) {
      throw failure(code(answer.statusCode()), message(answer));
    }
    return answer;
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case 400, 413 -> ErrorCode.ERROR_CODE_INVALID_ARGUMENT;
      case 401 -> ErrorCode.ERROR_CODE_UNAUTHENTICATED;
      case 402, 403 -> ErrorCode.ERROR_CODE_PERMISSION_DENIED;
      case 404 -> ErrorCode.ERROR_CODE_NOT_FOUND;
      case 429 -> ErrorCode.ERROR_CODE_RATE_LIMITED;
      case 504 -> ErrorCode.ERROR_CODE_TIMEOUT;
      case 500 -> ErrorCode.ERROR_CODE_INTERNAL;
      default -> ErrorCode.ERROR_CODE_UNAVAILABLE;
    };
  }

  private static String message(HttpResponse<InputStream> answer) {
    String otherwise = "HTTP " + answer.statusCode();
    try {
      return read(answer).path("error").path("message").asString(otherwise);
    } catch (DevtailException noJson) {
      return otherwise;
    }
  }

  private static JsonNode read(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      return JSON.readTree(body);
    } catch (IOException | JacksonException malformed) {
      throw failure(ErrorCode.ERROR_CODE_INTERNAL, "The gateway's answer is no JSON: " + malformed);
    }
  }

  private static DevtailException failure(ErrorCode code, String message) {
    return new DevtailException(Error.newBuilder().setCode(code).setMessage(message).build());
  }

  @Override
  public void close() {
    http.close();
  }
}
