package dev.devtail.router.role.models;

import dev.devtail.router.sse.EventReader;
import dev.devtail.router.sse.EventTooLargeException;
import dev.devtail.router.sse.ServerSentEvent;
import dev.devtail.router.usage.Usage;
import dev.devtail.router.usage.UsageFormat;
import dev.devtail.router.usage.UsageMeter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts a message together from the events of its stream: Anthropic's Messages. For one answer; not
 * thread-safe.
 */
final class MessageAssembly {

  /** Longest event, and longest message, in bytes. */
  private static final int MAX_BYTES = 4 << 20;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final EventReader reader = new EventReader(MAX_BYTES);
  private final UsageMeter meter = new UsageMeter(UsageFormat.ANTHROPIC);
  private final ArrayNode content = JSON.createArrayNode();
  private @Nullable ObjectNode block;
  private final StringBuilder words = new StringBuilder();
  private final StringBuilder signature = new StringBuilder();
  private long taken;
  private boolean stopped;
  private @Nullable String broken;

  void add(byte[] bytes) {
    taken += bytes.length;
    if (broken != null) {
      return;
    }
    if (taken > MAX_BYTES) {
      broken = "The model's answer is longer than %d MB.".formatted(MAX_BYTES >> 20);
      return;
    }
    try {
      reader.read(bytes, 0, bytes.length, this::onEvent);
    } catch (EventTooLargeException | JacksonException malformed) {
      broken = "The model's answer cannot be read.";
    }
  }

  private void onEvent(ServerSentEvent event) {
    meter.event(event);
    JsonNode data = JSON.readTree(event.data());
    switch (data.path("type").asString("")) {
      case "content_block_start" -> begin(data.path("content_block"));
      case "content_block_delta" -> delta(data.path("delta"));
      case "content_block_stop" -> end();
      case "message_stop" -> stopped = true;
      case "error" ->
          broken = data.path("error").path("message").asString("The model's provider failed.");
      default -> {
        // Usage, which the meter reads, a ping, or something new.
      }
    }
  }

  private void begin(JsonNode started) {
    end();
    if (started instanceof ObjectNode object) {
      block = object.deepCopy();
      words.append(object.path("text").asString("")).append(object.path("thinking").asString(""));
      signature.append(object.path("signature").asString(""));
    }
  }

  private void delta(JsonNode delta) {
    words
        .append(delta.path("text").asString(""))
        .append(delta.path("thinking").asString(""))
        .append(delta.path("partial_json").asString(""));
    signature.append(delta.path("signature").asString(""));
  }

  /** What is empty is no block that could be handed back. */
  private void end() {
    ObjectNode ended = block;
    block = null;
    if (ended != null) {
      switch (ended.path("type").asString("")) {
        case "text" -> {
          if (!words.toString().isBlank()) {
            content.add(ended.put("text", words.toString()));
          }
        }
        case "thinking" ->
            content.add(
                ended.put("thinking", words.toString()).put("signature", signature.toString()));
        case "tool_use" -> content.add(withInput(ended));
        default -> content.add(ended);
      }
    }
    words.setLength(0);
    signature.setLength(0);
  }

  /** Of input that was cut off, or is none, the tool will say what is missing. */
  private ObjectNode withInput(ObjectNode call) {
    if (words.isEmpty()) {
      return call;
    }
    JsonNode input;
    try {
      input = JSON.readTree(words.toString());
    } catch (JacksonException cut) {
      input = JSON.createObjectNode();
    }
    call.set("input", input.isObject() ? input : JSON.createObjectNode());
    return call;
  }

  /** Why it did not come whole; empty if it did. */
  Optional<String> broken() {
    return stopped || broken != null
        ? Optional.ofNullable(broken)
        : Optional.of("The model's answer was cut off.");
  }

  ArrayNode content() {
    return content;
  }

  /** What it has used, as far as the provider has told. */
  Optional<Usage> usage() {
    return meter.usage();
  }
}
