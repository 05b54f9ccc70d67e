package dev.devtail.router.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes nonsense of what has sense. */
final class Mutations {

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e400",
          "99999999999999999999",
          "\"\"",
          "\"x\"",
          "\"tool_use\"",
          "[]",
          "[[]]",
          "[null]",
          "{}",
          "{\"type\":\"text\"}",
          "{\"type\":7}",
          "\"\\ud800\"");

  private Mutations() {}

  /** Replaces, removes or doubles something at any place. */
  static void mutate(JsonNode root, Random random) {
    List<JsonNode> holders = new ArrayList<>();
    holders(root, holders);
    JsonNode holder = holders.get(random.nextInt(holders.size()));
    JsonNode value = Goldens.JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
    int place = random.nextInt(holder.size());
    switch (holder) {
      case ObjectNode object -> {
        String name = List.copyOf(object.propertyNames()).get(place);
        switch (random.nextInt(4)) {
          case 0 -> object.remove(name);
          case 1 -> object.put("x" + name, true);
          default -> object.set(name, value);
        }
      }
      case ArrayNode array -> {
        switch (random.nextInt(4)) {
          case 0 -> array.remove(place);
          case 1 -> array.add(array.get(place).deepCopy());
          default -> array.set(place, value);
        }
      }
      default -> throw new IllegalStateException("holds nothing");
    }
  }

  private static void holders(JsonNode node, List<JsonNode> holders) {
    if (!node.isEmpty()) {
      holders.add(node);
      node.forEach(child -> holders(child, holders));
    }
  }
}
