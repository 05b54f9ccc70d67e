package dev.devtail.cli.login;

import dev.devtail.client.DevtailException;
import dev.devtail.gateway.rest.AuthView;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** How users of a gateway sign in, as the gateway says. */
final class GatewayAuth {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private GatewayAuth() {}

  /**
   * @throws DevtailException UNAVAILABLE if no gateway answers there
   */
  static AuthView of(URI gateway) throws InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(gateway.resolve("/v1/auth")).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw unavailable(gateway, "it answers with " + answer.statusCode());
      }
      return MAPPER.readValue(answer.body(), AuthView.class);
    } catch (IOException | JacksonException away) {
      throw unavailable(gateway, String.valueOf(away.getMessage()));
    }
  }

  private static DevtailException unavailable(URI gateway, String why) {
    return new DevtailException(
        Error.newBuilder()
            .setCode(ErrorCode.ERROR_CODE_UNAVAILABLE)
            .setMessage("No gateway answers at %s (%s).".formatted(gateway, why))
            .build());
  }
}
