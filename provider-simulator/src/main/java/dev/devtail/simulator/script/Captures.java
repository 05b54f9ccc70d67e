package dev.devtail.simulator.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values of a request that an answer may name: {@code ${model}}, {@code ${text}} (what the user
 * said last), {@code ${result}} (of the last tool), and the groups of the rule's patterns by number
 * or name, {@code ${1}}, {@code ${file}}. A name that there is not stays as it is written.
 */
final class Captures {

  private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");

  private final Map<String, String> values;

  private Captures(Map<String, String> values) {
    this.values = values;
  }

  static Captures of(Question question) {
    ToolResult result = question.result();
    Map<String, String> values = new HashMap<>();
    values.put("model", question.model());
    values.put("text", question.userText());
    values.put("result", result == null ? "" : result.text());
    return new Captures(values);
  }

  Captures with(MatchResult match) {
    Map<String, String> more = new HashMap<>(values);
    for (int group = 0; group <= match.groupCount(); group++) {
      put(more, Integer.toString(group), match.group(group));
    }
    match.namedGroups().forEach((name, group) -> put(more, name, match.group(group)));
    return new Captures(more);
  }

  private static void put(Map<String, String> values, String name, @Nullable String value) {
    values.put(name, value == null ? "" : value);
  }

  Answer fill(Answer answer) {
    return new Answer(
        answer.blocks().stream().map(this::fill).toList(), answer.stop(), answer.tokens());
  }

  private Block fill(Block block) {
    return switch (block) {
      case Block.Thinking(String text) -> new Block.Thinking(fill(text));
      case Block.Text(String text) -> new Block.Text(fill(text));
      case Block.ToolCall(String name, ObjectNode input) ->
          new Block.ToolCall(fill(name), (ObjectNode) fill(input));
      case Block.WebSearch(String query, String title, String url) ->
          new Block.WebSearch(fill(query), fill(title), fill(url));
    };
  }

  private JsonNode fill(JsonNode value) {
    if (value.isString()) {
      return JsonNodeFactory.instance.stringNode(fill(value.asString()));
    }
    if (value instanceof ObjectNode object) {
      ObjectNode filled = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(field -> filled.set(field.getKey(), fill(field.getValue())));
      return filled;
    }
    if (value instanceof ArrayNode array) {
      List<JsonNode> filled = new ArrayList<>();
      array.forEach(element -> filled.add(fill(element)));
      return JsonNodeFactory.instance.arrayNode().addAll(filled);
    }
    return value;
  }

  private String fill(String text) {
    if (!text.contains("${")) {
      return text;
    }
    return NAME.matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }
}
