package dev.devtail.router.window;

import dev.devtail.router.translate.json.Json;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Turns as a text that a model can summarise: what was said, called and answered. */
final class Transcript {

  /** What is told of a result, or of what a tool was called with; characters. */
  private static final int MAX_OF_TOOLS = 1_500;

  private final StringBuilder text = new StringBuilder();

  private Transcript() {}

  static String of(byte[] body, List<Turn> turns) {
    Transcript transcript = new Transcript();
    for (Turn turn : turns) {
      transcript.turn(Json.read(Arrays.copyOfRange(body, turn.start(), turn.end())));
    }
    return transcript.text.toString();
  }

  private void turn(JsonNode turn) {
    String type = turn.path("type").asString("");
    switch (type) {
      case "function_call", "custom_tool_call" -> call(turn, "arguments");
      case "function_call_output", "custom_tool_call_output" -> result(turn.path("output"));
      case "reasoning" -> {
        // The provider's own.
      }
      default -> message(turn);
    }
  }

  private void message(JsonNode message) {
    String role = message.path("role").asString("user");
    if (role.equals("tool")) {
      result(message.path("content"));
    } else {
      content(role, message.path("content"));
    }
    message.path("tool_calls").forEach(call -> call(call.path("function"), "arguments"));
  }

  private void content(String role, JsonNode content) {
    if (content.isString()) {
      line(role, content.stringValue());
    }
    if (content.isArray()) {
      content.forEach(block -> block(role, block));
    }
  }

  private void block(String role, JsonNode block) {
    switch (block.path("type").asString("")) {
      case "text", "input_text", "output_text" -> line(role, block.path("text").asString(""));
      case "tool_use" -> call(block, "input");
      case "tool_result" -> result(block.path("content"));
      case "thinking", "redacted_thinking" -> {
        // The provider's own.
      }
      default -> line(role, "[%s]".formatted(block.path("type").asString("")));
    }
  }

  private void call(JsonNode call, String input) {
    JsonNode given = call.path(input).isMissingNode() ? call.path("input") : call.path(input);
    line(
        "assistant",
        "[calls %s: %s]"
            .formatted(
                call.path("name").asString(""),
                cut(given.isString() ? given.stringValue() : given.toString())));
  }

  private void result(JsonNode result) {
    StringBuilder said = new StringBuilder();
    if (result.isString()) {
      said.append(result.stringValue());
    }
    for (JsonNode part : result) {
      said.append(part.path("text").asString("[" + part.path("type").asString("") + "]"));
    }
    line("tool", cut(said.toString()));
  }

  private static String cut(String text) {
    int half = MAX_OF_TOOLS / 2;
    return text.length() <= MAX_OF_TOOLS
        ? text
        : text.substring(0, half) + " [...] " + text.substring(text.length() - half);
  }

  private void line(String who, String what) {
    if (!what.isBlank()) {
      text.append(who).append(": ").append(what).append("\n\n");
    }
  }
}
