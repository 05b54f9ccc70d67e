package dev.devtail.simulator;

import dev.devtail.simulator.delivery.Step;
import dev.devtail.simulator.script.ScriptReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks at the simulator and changes it over HTTP: {@code GET /_simulator/requests}, {@code POST
 * /_simulator/reset}, {@code PUT /_simulator/script}. Only for who names it by its address: a page
 * in a browser that has found it by another name is refused.
 */
final class Control {

  static final String PATH = "/_simulator";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "x-api-key", "x-goog-api-key");

  private final ProviderSimulator simulator;

  Control(ProviderSimulator simulator) {
    this.simulator = simulator;
  }

  List<Step> handle(String method, String path, String host, byte[] body) {
    if (!HOSTS.contains(host.replaceFirst(":\\d+$", ""))) {
      return answer(403, "Name it as 127.0.0.1 or localhost.\n");
    }
    return switch (method + " " + path.substring(PATH.length())) {
      case "GET /requests" -> requests();
      case "POST /reset" -> {
        simulator.reset();
        yield answer(200, "Forgotten.\n");
      }
      case "PUT /script" -> script(new String(body, StandardCharsets.UTF_8));
      default ->
          answer(
              404,
              "There are: GET /_simulator/requests, POST /_simulator/reset,"
                  + " PUT /_simulator/script\n");
    };
  }

  private List<Step> script(String text) {
    try {
      simulator.script(ScriptReader.read(text));
      return answer(200, "From the next request on.\n");
    } catch (IllegalArgumentException wrong) {
      return answer(400, wrong.getMessage() + "\n");
    }
  }

  private List<Step> requests() {
    ArrayNode all = JSON.createArrayNode();
    for (Received received : simulator.received()) {
      ObjectNode headers = JSON.createObjectNode();
      received
          .headers()
          .forEach(
              (name, values) ->
                  headers.put(
                      name, CREDENTIALS.contains(name) ? "****" : String.join(", ", values)));
      ObjectNode request =
          JSON.createObjectNode()
              .put("number", received.number())
              .put("provider", received.provider().name().toLowerCase(Locale.ROOT))
              .put("method", received.method())
              .put("path", received.path())
              .put("query", received.query());
      request.set("headers", headers);
      request
          .put("body", received.bodyText())
          .put("status", received.status())
          .put("ending", received.ending().name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .put("millis", received.duration().toMillis());
      all.add(request);
    }
    return steps(200, "application/json", JSON.writeValueAsBytes(all));
  }

  private static List<Step> answer(int status, String text) {
    return steps(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Step> steps(int status, String type, byte[] body) {
    return List.of(
        new Step.Head(
            status, Map.of("content-type", type, "content-length", Integer.toString(body.length))),
        new Step.Send(body));
  }
}
