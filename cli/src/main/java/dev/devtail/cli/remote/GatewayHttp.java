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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to a gateway's HTTP endpoints, in the name of its user. */
final class GatewayHttp implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

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
   * @throws DevtailException if it is another than 200, with what it says
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

  /** As a provider of models says it, or as problem details do. */
  private static String message(HttpResponse<InputStream> answer) {
    String otherwise = "HTTP " + answer.statusCode();
    try {
      JsonNode body = read(answer);
      return body.path("error").path("message").asString(body.path("detail").asString(otherwise));
    } catch (DevtailException noJson) {
      return otherwise;
    }
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
