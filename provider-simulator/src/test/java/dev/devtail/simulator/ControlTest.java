package dev.devtail.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ControlTest {

  private static final String HELLO =
      "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  private static HttpResponse<String> control(
      ProviderSimulator simulator, String method, String path, String body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:%d/_simulator%s".formatted(simulator.port(), path)))
              .method(method, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void whatCameIsShownWithoutItsKeyAndForgotten() throws Exception {
    try (ProviderSimulator simulator = ProviderSimulator.start(Script.ECHO);
        Client client = new Client(simulator)) {
      client.post(Provider.OPENAI, "/chat/completions", HELLO);
      String shown = control(simulator, "GET", "/requests", "").body();
      JsonNode request = Client.JSON.readTree(shown).path(0);
      assertThat(request.path("provider").asString()).isEqualTo("openai");
      assertThat(request.path("body").asString()).isEqualTo(HELLO);
      assertThat(request.path("status").asInt()).isEqualTo(200);
      assertThat(shown).doesNotContain(ProviderSimulator.KEY);

      assertThat(control(simulator, "POST", "/reset", "").statusCode()).isEqualTo(200);
      assertThat(control(simulator, "GET", "/requests", "").body()).isEqualTo("[]");
    }
  }

  @Test
  void aScriptIsTakenOrItsMistakeNamed() throws Exception {
    try (ProviderSimulator simulator = ProviderSimulator.start(Script.ECHO);
        Client client = new Client(simulator)) {
      assertThat(control(simulator, "PUT", "/script", "rules: [{say: Moo}]").statusCode())
          .isEqualTo(200);
      assertThat(client.post(Provider.OPENAI, "/chat/completions", HELLO).body()).contains("Moo");
      HttpResponse<String> refused = control(simulator, "PUT", "/script", "rulez: []");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).startsWith("rulez: unknown");
      assertThat(control(simulator, "GET", "/nothing", "").body()).contains("There are: ");
    }
  }

  /** As a page would that has its own name point here. */
  @Test
  void whoNamesItOtherwiseIsRefused() throws Exception {
    try (ProviderSimulator simulator = ProviderSimulator.start(Script.ECHO);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /_simulator/requests HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void aPathWithoutAProviderSaysWhichThereAre() throws Exception {
    try (ProviderSimulator simulator = ProviderSimulator.start(Script.ECHO);
        HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:%d/v1/messages".formatted(simulator.port())))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("/anthropic").contains("/openai/v1");
    }
  }
}
