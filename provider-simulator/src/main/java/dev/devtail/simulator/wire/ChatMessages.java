package dev.devtail.simulator.wire;

import static dev.devtail.simulator.wire.OpenAiWire.refused;

import dev.devtail.simulator.script.Provider;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks {@code messages} of Chat Completions. */
final class ChatMessages {

  private static final Set<String> USER_PARTS = Set.of("text", "image_url", "input_audio", "file");
  private static final Set<String> ASSISTANT_PARTS = Set.of("text", "refusal");
  private static final Set<String> TEXT_PARTS = Set.of("text");
  private static final int MAX_ID_CHARS = 40;

  private final Provider provider;
  private final Transcript transcript;

  /** Calls of the last answer that have no result yet. */
  private final Set<String> open = new LinkedHashSet<>();

  private boolean withinResults;

  ChatMessages(Provider provider, Transcript transcript) {
    this.provider = provider;
    this.transcript = transcript;
  }

  void read(JsonNode messages) {
    if (!messages.isArray()) {
      throw missing("messages");
    }
    if (messages.isEmpty()) {
      throw refused(
          "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an"
              + " empty array instead.",
          "messages",
          "empty_array");
    }
    for (int index = 0; index < messages.size(); index++) {
      message(messages.get(index), "messages[%d]".formatted(index));
    }
    requireResults("messages[%d]".formatted(messages.size()));
  }

  private void message(JsonNode message, String path) {
    String role = message.path("role").asString("");
    if (!role.equals("tool")) {
      requireResults(path);
    }
    switch (role) {
      case "system", "developer" -> transcript.system(content(message, path, TEXT_PARTS));
      case "user" -> user(message, path);
      case "assistant" -> assistant(message, path);
      case "tool" -> tool(message, path);
      case "" -> throw missing(path + ".role");
      default ->
          throw refused(
              ("Invalid value: '%s'. Supported values are: 'system', 'assistant', 'user',"
                      + " 'function', 'tool', and 'developer'.")
                  .formatted(role),
              path + ".role",
              "invalid_value");
    }
    withinResults = role.equals("tool") || message.path("tool_calls").isArray();
  }

  private void user(JsonNode message, String path) {
    content(message, path, USER_PARTS);
    Nodes.texts(message.path("content")).forEach(transcript::user);
  }

  private void assistant(JsonNode message, String path) {
    JsonNode calls = message.path("tool_calls");
    JsonNode content = message.path("content");
    if (content.isMissingNode() || content.isNull()) {
      if (!calls.isArray() && !message.path("refusal").isString()) {
        throw refused(
            "Invalid value for 'content': expected a string, got null.", path + ".content", null);
      }
      transcript.assistant(0);
    } else {
      transcript.assistant(content(message, path, ASSISTANT_PARTS).length());
    }
    if (calls.isArray() && calls.isEmpty()) {
      throw refused(
          ("Invalid '%s.tool_calls': empty array. Expected an array with minimum length 1, but got"
                  + " an empty array instead.")
              .formatted(path),
          path + ".tool_calls",
          "empty_array");
    }
    for (int index = 0; index < calls.size(); index++) {
      call(calls.get(index), "%s.tool_calls[%d]".formatted(path, index));
    }
    if (provider == Provider.DEEPSEEK && calls.isArray()) {
      requireReasoning(message);
    }
  }

  /** What DeepSeek has thought before it called a tool has to be returned to it. */
  private static void requireReasoning(JsonNode message) {
    if (!message.path("reasoning_content").isString()) {
      throw refused(
          "Missing `reasoning_content` field in the assistant message that called a tool. The"
              + " reasoning_content in thinking mode must be passed back to the API.",
          "",
          OpenAiWire.INVALID);
    }
  }

  private void call(JsonNode call, String path) {
    String id = call.path("id").asString("");
    if (id.isEmpty()) {
      throw missing(path + ".id");
    }
    if (id.length() > MAX_ID_CHARS) {
      throw tooLong(path + ".id", MAX_ID_CHARS, id.length());
    }
    if (!call.path("type").asString("").equals("function")) {
      throw missing(path + ".type");
    }
    JsonNode function = call.path("function");
    if (!function.path("name").isString()) {
      throw missing(path + ".function.name");
    }
    JsonNode arguments = function.path("arguments");
    if (!arguments.isString()) {
      throw arguments.isMissingNode()
          ? missing(path + ".function.arguments")
          : refused(
              "Invalid type for '%s.function.arguments': expected a string, but got %s instead."
                  .formatted(path, arguments.isObject() ? "an object" : "another type"),
              path + ".function.arguments",
              "invalid_type");
    }
    open.add(id);
    transcript.toolCall(id, function.path("name").asString(), arguments.asString().length());
  }

  private void tool(JsonNode message, String path) {
    String id = message.path("tool_call_id").asString("");
    if (id.isEmpty()) {
      throw missing(path + ".tool_call_id");
    }
    if (!withinResults || !open.remove(id)) {
      throw refused(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message"
              + " with 'tool_calls'.",
          path + ".role",
          null);
    }
    transcript.toolResult(id, content(message, path, TEXT_PARTS));
  }

  private void requireResults(String path) {
    if (!open.isEmpty()) {
      throw refused(
          "An assistant message with 'tool_calls' must be followed by tool messages responding to"
              + " each 'tool_call_id'. The following tool_call_ids did not have response messages: "
              + String.join(", ", open),
          path + ".role",
          null);
    }
  }

  private static String content(JsonNode message, String path, Set<String> parts) {
    JsonNode content = message.path("content");
    if (content.isString()) {
      return content.asString();
    }
    if (!content.isArray()) {
      throw content.isMissingNode()
          ? missing(path + ".content")
          : refused(
              "Invalid type for '%s.content': expected one of a string or array of objects."
                  .formatted(path),
              path + ".content",
              "invalid_type");
    }
    for (int index = 0; index < content.size(); index++) {
      part(content.get(index), "%s.content[%d]".formatted(path, index), parts);
    }
    return Nodes.text(content);
  }

  private static void part(JsonNode part, String path, Set<String> parts) {
    String type = part.path("type").asString("");
    if (type.isEmpty()) {
      throw missing(path + ".type");
    }
    if (!parts.contains(type)) {
      throw refused(
          "Invalid value: '%s'. Supported values are: %s."
              .formatted(type, String.join(", ", parts.stream().sorted().toList())),
          path + ".type",
          "invalid_value");
    }
    if (type.equals("image_url")) {
      String url = part.path("image_url").path("url").asString("");
      if (!url.startsWith("https://")
          && !url.startsWith("http://")
          && !url.startsWith("data:image/")) {
        throw refused(
            "Invalid image_url: expected a URL or a data URL of an image.",
            path + ".image_url.url",
            "invalid_image_url");
      }
    }
    if (type.equals("text") && !part.path("text").isString()) {
      throw missing(path + ".text");
    }
  }

  private static Refusal missing(String path) {
    return refused(
        "Missing required parameter: '%s'.".formatted(path), path, "missing_required_parameter");
  }

  static Refusal tooLong(String path, int max, int length) {
    return refused(
        ("Invalid '%s': string too long. Expected a string with maximum length %d, but got a string"
                + " with length %d instead.")
            .formatted(path, max, length),
        path,
        "string_above_max_length");
  }
}
