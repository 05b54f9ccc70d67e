package dev.devtail.cli.remote;

import dev.devtail.client.DevtailException;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway's HTTP side. What goes wrong is a {@link DevtailException}. */
final class GatewayHttp implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Longer than a model may think. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(15);

  private static final int SUCCESSES = 2;
  private static final String CODE_PREFIX = "ERROR_CODE_";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final GatewayOptions options;

  GatewayHttp(GatewayOptions options) {
    this.options = options;
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(options.url().resolve(path))
        .timeout(ANSWER_TIMEOUT)
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + options.token());
  }

  HttpResponse<InputStream> send(HttpRequest.Builder request) {
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
    if (answer.statusCode() / 100 != SUCCESSES) {
      throw refused(answer);
    }
    return answer;
  }

  static JsonNode read(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      return JSON.readTree(body);
    } catch (IOException | JacksonException malformed) {
      throw failure(ErrorCode.ERROR_CODE_INTERNAL, "The gateway's answer is no JSON: " + malformed);
    }
  }

  /** Models' endpoints speak as the models' providers do, all others in problem details. */
  private static DevtailException refused(HttpResponse<InputStream> answer) {
    int status = answer.statusCode();
    JsonNode words;
    try {
      words = read(answer);
    } catch (DevtailException noJson) {
      words = JSON.createObjectNode();
    }
    String otherwise = "HTTP " + status;
    String message =
        words.path("detail").asString(words.path("error").path("message").asString(otherwise));
    return failure(code(words.path("code").asString(""), status), message);
  }

  private static ErrorCode code(String named, int status) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.name().equals(CODE_PREFIX + named))
        .findFirst()
        .orElseGet(() -> code(status));
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

  static DevtailException failure(ErrorCode code, String message) {
    return new DevtailException(Error.newBuilder().setCode(code).setMessage(message).build());
  }

  @Override
  public void close() {
    http.close();
  }
}
