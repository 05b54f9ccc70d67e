package dev.devtail.router.translate.conversation;

import dev.devtail.router.translate.json.Dropped;
import dev.devtail.router.translate.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A tool's input where the protocol has it as a string that the model has written. */
public final class ToolArguments {

  /** The field that holds what is no object. */
  static final String UNREADABLE = "arguments";

  private ToolArguments() {}

  /**
   * An object in any case: models have been seen to write others, and the conversation must be able
   * to go on.
   */
  public static JsonNode read(String arguments, Dropped dropped) {
    if (arguments.isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      JsonNode input = Json.read(arguments);
      if (input.isObject()) {
        return input;
      }
    } catch (JacksonException malformed) {
      // As what is no object.
    }
    dropped.add("arguments-that-are-no-object");
    return JsonNodeFactory.instance.objectNode().put(UNREADABLE, arguments);
  }
}
