package dev.devtail.simulator.wire;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Making JSON, and reading what may not be there. */
final class Nodes {

  static final JsonMapper JSON = JsonMapper.shared();

  private Nodes() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array(JsonNode... elements) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (JsonNode element : elements) {
      array.add(element);
    }
    return array;
  }

  /** A string, or the {@code text} of each part of a list that has one. */
  static List<String> texts(JsonNode content) {
    return content.isString()
        ? List.of(content.asString())
        : content
            .valueStream()
            .map(part -> part.path("text"))
            .filter(JsonNode::isString)
            .map(JsonNode::asString)
            .toList();
  }

  /** All of them, a line each. */
  static String text(JsonNode content) {
    return String.join("\n", texts(content));
  }

  static byte[] bytes(JsonNode value) {
    return JSON.writeValueAsBytes(value);
  }
}
