package dev.devtail.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a gateway knows of the workspace of a session, as its REST endpoints have it. */
final class Contexts implements AutoCloseable {

  /** The first question waits until the workspace has been read. */
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final GatewayHttp http;
  private final String session;

  /**
   * @param session empty: the default one
   */
  Contexts(GatewayOptions options, String session) {
    this.http = new GatewayHttp(options);
    this.session = session;
  }

  JsonNode state() {
    return get("/v1/context", List.of());
  }

  JsonNode map(List<String> globs) {
    return get("/v1/context/map", globs.stream().map(glob -> parameter("glob", glob)).toList());
  }

  JsonNode rank(String task, int limit) {
    return get(
        "/v1/context/files",
        List.of(parameter("task", task), parameter("limit", Integer.toString(limit))));
  }

  JsonNode count(List<String> globs, String model) {
    List<String> parameters = new ArrayList<>();
    globs.forEach(glob -> parameters.add(parameter("glob", glob)));
    parameters.add(parameter("model", model));
    return get("/v1/context/tokens", parameters);
  }

  JsonNode build(String task, int budget, String model, String format, String rules) {
    ObjectNode wanted =
        JsonMapper.shared()
            .createObjectNode()
            .put("session", session)
            .put("task", task)
            .put("budget", budget)
            .put("model", model)
            .put("format", format)
            .put("rules", rules);
    return GatewayHttp.read(
        http.send(
            http.to("/v1/context", TIMEOUT).POST(BodyPublishers.ofString(wanted.toString()))));
  }

  private JsonNode get(String path, List<String> parameters) {
    String query =
        Stream.concat(Stream.of(parameter("session", session)), parameters.stream())
            .collect(Collectors.joining("&"));
    return GatewayHttp.read(http.send(http.to(path + "?" + query, TIMEOUT).GET()));
  }

  private static String parameter(String name, String value) {
    return name + "=" + URLEncoder.encode(value, UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
