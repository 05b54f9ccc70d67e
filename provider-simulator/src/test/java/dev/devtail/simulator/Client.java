package dev.devtail.simulator;

import dev.devtail.simulator.script.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the simulator as a client of its provider would. */
final class Client implements AutoCloseable {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private final ProviderSimulator simulator;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Client(ProviderSimulator simulator) {
    this.simulator = simulator;
  }

  HttpRequest.Builder request(Provider provider, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(simulator.url(provider) + path))
            .header("content-type", "application/json");
    return switch (provider) {
      case ANTHROPIC ->
          request
              .header("x-api-key", ProviderSimulator.KEY)
              .header("anthropic-version", "2023-06-01");
      case GEMINI -> request.header("x-goog-api-key", ProviderSimulator.KEY);
      case OLLAMA -> request;
      case OPENAI, DEEPSEEK, OPENROUTER ->
          request.header("authorization", "Bearer " + ProviderSimulator.KEY);
    };
  }

  HttpResponse<String> post(Provider provider, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return http.send(posting(provider, path, body, headers), BodyHandlers.ofString());
  }

  HttpResponse<InputStream> open(Provider provider, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return http.send(posting(provider, path, body, headers), BodyHandlers.ofInputStream());
  }

  private HttpRequest posting(Provider provider, String path, String body, String... headers) {
    HttpRequest.Builder request = request(provider, path).POST(BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  HttpResponse<String> get(Provider provider, String path)
      throws IOException, InterruptedException {
    return http.send(request(provider, path).GET().build(), BodyHandlers.ofString());
  }

  /** Data of the events of a stream that are JSON. */
  static List<JsonNode> events(String stream) {
    return data(stream).filter(data -> data.startsWith("{")).map(JSON::readTree).toList();
  }

  static Stream<String> data(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
