package dev.devtail.simulator.wire;

import static dev.devtail.simulator.wire.AnthropicWire.refused;

import dev.devtail.simulator.script.Provider;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Checks {@code messages}: who speaks, of what kinds the blocks are, what belongs together. */
final class AnthropicMessages {

  private static final Set<String> USER_BLOCKS =
      Set.of("text", "image", "document", "search_result", "tool_result", "container_upload");

  private static final Set<String> ASSISTANT_BLOCKS =
      Set.of(
          "text",
          "thinking",
          "redacted_thinking",
          "tool_use",
          "server_tool_use",
          "web_search_tool_result",
          "web_fetch_tool_result",
          "code_execution_tool_result",
          "bash_code_execution_tool_result",
          "text_editor_code_execution_tool_result",
          "tool_search_tool_result",
          "mcp_tool_use",
          "mcp_tool_result",
          "container_upload",
          "compaction");

  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

  private static final Pattern TOOL_ID = Pattern.compile("[a-zA-Z0-9_-]+");

  private final Transcript transcript;
  private final boolean thinkingEnabled;
  private final boolean systemAllowed;
  private final Set<String> everyCall = new LinkedHashSet<>();

  /** Calls of the model's last turn that have no result yet, and those that have. */
  private final Set<String> open = new LinkedHashSet<>();

  private final Set<String> answered = new LinkedHashSet<>();

  AnthropicMessages(Transcript transcript, boolean thinkingEnabled, boolean systemAllowed) {
    this.transcript = transcript;
    this.thinkingEnabled = thinkingEnabled;
    this.systemAllowed = systemAllowed;
  }

  void read(JsonNode messages) {
    if (messages.isMissingNode()) {
      throw refused("messages: Field required");
    }
    if (!messages.isArray()) {
      throw refused("messages: Input should be a valid list");
    }
    if (messages.isEmpty()) {
      throw refused("messages: at least one message is required");
    }
    int lastCaller = -1;
    for (int index = 0; index < messages.size(); index++) {
      JsonNode message = messages.get(index);
      String path = "messages." + index;
      switch (message.path("role").asString("")) {
        case "user" -> user(message, path, lastCaller);
        case "assistant" -> {
          if (index == 0) {
            throw refused("messages: first message must use the \"user\" role");
          }
          requireResults(lastCaller);
          assistant(message, path, index == messages.size() - 1);
          lastCaller = index;
        }
        case "system" -> system(message);
        case "" -> throw refused(path + ".role: Field required");
        default -> throw refused(path + ".role: Input should be 'user' or 'assistant'");
      }
    }
    requireResults(lastCaller);
    if (thinkingEnabled) {
      requireThinking(messages);
    }
  }

  private void system(JsonNode message) {
    if (!systemAllowed) {
      throw refused(
          "messages: Unexpected role \"system\". The Messages API accepts a top-level `system`"
              + " parameter, not \"system\" as an input message role.");
    }
    transcript.system(Nodes.text(message.path("content")));
  }

  /** Turns of the user's that follow each other are one; results come first in it. */
  private void user(JsonNode message, String path, int lastCaller) {
    JsonNode content = content(message, path, false);
    if (content.isString()) {
      requireResults(lastCaller);
      transcript.user(content.asString());
      return;
    }
    for (int block = 0; block < content.size(); block++) {
      userBlock(content.get(block), path + ".content." + block, lastCaller);
    }
  }

  private void userBlock(JsonNode block, String path, int lastCaller) {
    String type = tag(block, path, USER_BLOCKS);
    if (type.equals("tool_result")) {
      toolResult(block, path);
      return;
    }
    requireResults(lastCaller);
    switch (type) {
      case "text" -> transcript.user(text(block, path));
      case "image" -> image(block, path);
      default -> {
        // Not looked into.
      }
    }
  }

  private void toolResult(JsonNode block, String path) {
    String id = block.path("tool_use_id").asString("");
    if (id.isEmpty()) {
      throw refused(path + ".tool_result.tool_use_id: Field required");
    }
    if (answered.contains(id)) {
      throw refused(
          ("%s: each tool_use must have a single result. Found multiple `tool_result` blocks with"
                  + " id: %s")
              .formatted(path, id));
    }
    if (!open.remove(id)) {
      throw refused(
          ("%s: unexpected `tool_use_id` found in `tool_result` blocks: %s. Each `tool_result`"
                  + " block must have a corresponding `tool_use` block in the previous message.")
              .formatted(path, id));
    }
    answered.add(id);
    transcript.toolResult(id, result(block.path("content"), path));
  }

  private static String result(JsonNode content, String path) {
    if (content.isArray()) {
      for (int part = 0; part < content.size(); part++) {
        tag(
            content.get(part),
            "%s.tool_result.content.%d".formatted(path, part),
            Set.of("text", "image", "document", "search_result", "tool_reference"));
      }
    } else if (!content.isString() && !content.isMissingNode() && !content.isNull()) {
      throw refused(path + ".tool_result.content: Input should be a valid string or list");
    }
    return Nodes.text(content);
  }

  private static void image(JsonNode block, String path) {
    JsonNode source = block.path("source");
    switch (source.path("type").asString("")) {
      case "base64" -> {
        if (!IMAGES.contains(source.path("media_type").asString(""))) {
          throw refused(
              path
                  + ".image.source.base64.media_type: Input should be 'image/jpeg', 'image/png',"
                  + " 'image/gif' or 'image/webp'");
        }
        if (source.path("data").asString("").isEmpty()) {
          throw refused(path + ".image.source.base64.data: Field required");
        }
      }
      case "url", "file" -> {
        // Nothing is fetched.
      }
      default ->
          throw refused(
              path
                  + ".image.source: Input tag found using 'type' does not match any of the expected"
                  + " tags: 'base64', 'file', 'url'");
    }
  }

  private void assistant(JsonNode message, String path, boolean last) {
    JsonNode content = content(message, path, last);
    if (content.isString()) {
      requireNoTrailingSpace(last, content.asString());
      transcript.assistant(content.asString().length());
      return;
    }
    answered.clear();
    transcript.assistant(0);
    for (int block = 0; block < content.size(); block++) {
      assistantBlock(content.get(block), path + ".content." + block);
    }
    if (last && !content.isEmpty()) {
      requireNoTrailingSpace(true, content.get(content.size() - 1).path("text").asString(""));
    }
  }

  private static void requireNoTrailingSpace(boolean last, String text) {
    if (last && !text.equals(text.stripTrailing())) {
      throw refused("messages: final assistant content cannot end with trailing whitespace");
    }
  }

  private void assistantBlock(JsonNode block, String path) {
    switch (tag(block, path, ASSISTANT_BLOCKS)) {
      case "text" -> transcript.assistant(text(block, path).length());
      case "thinking" -> thinking(block, path);
      case "redacted_thinking" -> {
        if (block.path("data").asString("").isEmpty()) {
          throw refused(path + ".redacted_thinking.data: Field required");
        }
      }
      case "tool_use" -> toolUse(block, path);
      default -> transcript.assistant(block.toString().length());
    }
  }

  private void thinking(JsonNode block, String path) {
    if (!block.path("signature").isString()) {
      throw refused(path + ".thinking.signature: Field required");
    }
    if (!block.path("thinking").isString()) {
      throw refused(path + ".thinking.thinking: Field required");
    }
    if (block.has("cache_control")) {
      throw refused(path + ".thinking.cache_control: Extra inputs are not permitted");
    }
    String text = block.path("thinking").asString();
    switch (Signatures.check(Provider.ANTHROPIC, block.path("signature").asString(), text)) {
      case GENUINE -> transcript.assistant(text.length());
      case FOREIGN -> throw refused(path + ": Invalid `signature` in `thinking` block");
      case ALTERED ->
          throw refused(
              path
                  + ": `thinking` or `redacted_thinking` blocks in the latest assistant message"
                  + " cannot be modified. These blocks must remain as they were in the original"
                  + " response.");
    }
  }

  private void toolUse(JsonNode block, String path) {
    String id = block.path("id").asString("");
    if (block.path("id").isMissingNode()) {
      throw refused(path + ".tool_use.id: Field required");
    }
    if (!TOOL_ID.matcher(id).matches()) {
      throw refused(path + ".tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
    }
    if (!block.path("name").isString()) {
      throw refused(path + ".tool_use.name: Field required");
    }
    if (!block.path("input").isObject()) {
      throw refused(
          path
              + ".tool_use.input: "
              + (block.has("input") ? "Input should be a valid dictionary" : "Field required"));
    }
    if (!everyCall.add(id)) {
      throw refused("messages: `tool_use` ids must be unique");
    }
    open.add(id);
    transcript.toolCall(id, block.path("name").asString(), block.path("input").toString().length());
  }

  private void requireResults(int caller) {
    if (open.isEmpty()) {
      return;
    }
    String ids = String.join(", ", open);
    throw refused(
        ("messages.%d: `tool_use` ids were found without `tool_result` blocks immediately after:"
                + " %s. Each `tool_use` block must have a corresponding `tool_result` block in the"
                + " next message.")
            .formatted(caller, ids));
  }

  /** With a budget of thinking, what leads to the open calls of tools has to be there. */
  private static void requireThinking(JsonNode messages) {
    for (int index = messages.size() - 1; index >= 0; index--) {
      JsonNode message = messages.get(index);
      JsonNode content = message.path("content");
      if (message.path("role").asString("").equals("assistant")) {
        String first = content.isArray() ? content.path(0).path("type").asString("") : "text";
        boolean callsTool =
            content.isArray()
                && content
                    .valueStream()
                    .anyMatch(block -> block.path("type").asString("").equals("tool_use"));
        if (callsTool && !first.endsWith("thinking")) {
          throw refused(
              ("messages.%d.content.0.type: Expected `thinking` or `redacted_thinking`, but found"
                      + " `%s`. When `thinking` is enabled, a final `assistant` message must start"
                      + " with a thinking block (preceeding the lastmost set of `tool_use` and"
                      + " `tool_result` blocks). We recommend you include thinking blocks from"
                      + " previous turns. To avoid this requirement, disable `thinking`.")
                  .formatted(index, first));
        }
        return;
      }
    }
  }

  private static JsonNode content(JsonNode message, String path, boolean mayBeEmpty) {
    JsonNode content = message.path("content");
    if (content.isMissingNode()) {
      throw refused(path + ".content: Field required");
    }
    if (!content.isString() && !content.isArray()) {
      throw refused(path + ".content: Input should be a valid list");
    }
    boolean empty = content.isString() ? content.asString().isEmpty() : content.isEmpty();
    if (empty && !mayBeEmpty) {
      throw refused(
          path
              + ": all messages must have non-empty content except for the optional final assistant"
              + " message");
    }
    return content;
  }

  private static String text(JsonNode block, String path) {
    if (!block.path("text").isString()) {
      throw refused(path + ".text.text: Field required");
    }
    String text = block.path("text").asString();
    if (text.isEmpty()) {
      throw refused("messages: text content blocks must be non-empty");
    }
    return text;
  }

  private static String tag(JsonNode block, String path, Set<String> expected) {
    String type = block.path("type").asString("");
    if (type.isEmpty()) {
      throw refused(path + ".type: Field required");
    }
    if (!expected.contains(type)) {
      throw refused(
          "%s: Input tag '%s' found using 'type' does not match any of the expected tags: %s"
              .formatted(path, type, quoted(expected)));
    }
    return type;
  }

  private static String quoted(Set<String> tags) {
    return new TreeSet<>(tags)
        .stream().map(tag -> "'" + tag + "'").collect(Collectors.joining(", "));
  }
}
