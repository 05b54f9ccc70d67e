package dev.devtail.simulator.wire;

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

  /** The text of a string, or of the {@code text} parts of a list; empty if there is none. */
  static String text(JsonNode content) {
    if (content.isString()) {
      return content.asString();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      if (part.path("text").isString()) {
        text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asString());
      }
    }
    return text.toString();
  }

  static byte[] bytes(JsonNode value) {
    return JSON.writeValueAsBytes(value);
  }
}
