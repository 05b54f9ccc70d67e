package dev.devtail.cli.remote;

import dev.devtail.client.DevtailException;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to a gateway's HTTP endpoints, in the name of its user. */
final class GatewayHttp implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private static final int SUCCESSES = 2;
  private static final String CODE_PREFIX = "ERROR_CODE_";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final GatewayOptions options;

  GatewayHttp(GatewayOptions options) {
    this.options = options;
  }

  /** A request that may be added to. */
  HttpRequest.Builder to(String path, Duration timeout) {
    URI url = options.url().resolve(path);
    return HttpRequest.newBuilder(url)
        .timeout(timeout)
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + options.token());
  }

  /**
   * The answer, whose body the caller closes.
   *
   * @throws DevtailException if it is no success, with what it says
   */
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
      throw refusal(answer);
    }
    return answer;
  }

  /** In the words of a provider of models, or of problem details, which also name the code. */
  private static DevtailException refusal(HttpResponse<InputStream> answer) {
    JsonNode body;
    try {
      body = read(answer);
    } catch (DevtailException noJson) {
      body = JSON.createObjectNode();
    }
    String message =
        body.path("error")
            .path("message")
            .asString(body.path("detail").asString("HTTP " + answer.statusCode()));
    return failure(code(body.path("code").asString(""), answer.statusCode()), message);
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

  static JsonNode read(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      return JSON.readTree(body);
    } catch (IOException | JacksonException malformed) {
      throw failure(ErrorCode.ERROR_CODE_INTERNAL, "The gateway's answer is no JSON: " + malformed);
    }
  }

  static DevtailException failure(ErrorCode code, String message) {
    return new DevtailException(Error.newBuilder().setCode(code).setMessage(message).build());
  }

  @Override
  public void close() {
    http.close();
  }
}
