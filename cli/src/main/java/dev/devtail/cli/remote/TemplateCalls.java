package dev.devtail.cli.remote;

import dev.devtail.protocol.v1.ErrorCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The prompt templates of a gateway, as its REST endpoints have them. */
final class TemplateCalls implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9_/-]+(@[0-9]+)?");

  private final GatewayHttp http;

  TemplateCalls(GatewayOptions options) {
    this.http = new GatewayHttp(options);
  }

  JsonNode list() {
    return GatewayHttp.read(http.send(http.to("/v1/templates", TIMEOUT).GET()));
  }

  JsonNode get(String reference) {
    return GatewayHttp.read(http.send(http.to(path(reference), TIMEOUT).GET()));
  }

  /** Its {@code reference} and its {@code text}. */
  JsonNode render(String reference, Map<String, String> parameters) {
    String body = JsonMapper.shared().writeValueAsString(Map.of("parameters", parameters));
    return GatewayHttp.read(
        http.send(
            http.to(path(reference) + "/render", TIMEOUT).POST(BodyPublishers.ofString(body))));
  }

  private static String path(String reference) {
    if (!REFERENCE.matcher(reference).matches()) {
      throw GatewayHttp.failure(
          ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
          "%s (expected: a template's name, or name@version)".formatted(reference));
    }
    return "/v1/templates/" + reference;
  }

  @Override
  public void close() {
    http.close();
  }
}
