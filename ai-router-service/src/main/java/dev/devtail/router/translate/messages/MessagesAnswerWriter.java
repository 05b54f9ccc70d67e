package dev.devtail.router.translate.messages;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.translate.answer.Answer;
import dev.devtail.router.translate.answer.AnswerContext;
import dev.devtail.router.translate.answer.AnswerEvent;
import dev.devtail.router.translate.answer.AnswerWriter;
import dev.devtail.router.translate.answer.SseWriter;
import dev.devtail.router.translate.answer.StopReason;
import dev.devtail.router.translate.conversation.Block;
import dev.devtail.router.translate.conversation.Signature;
import dev.devtail.router.translate.conversation.ToolId;
import dev.devtail.router.translate.json.Json;
import dev.devtail.router.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Writes answers of Anthropic's Messages. A stream's last {@code message_delta} tells all of the
 * usage, as most providers tell of the input at the end only.
 */
public final class MessagesAnswerWriter implements AnswerWriter {

  private final AnswerContext context;

  /** Of the block that is open, or comes next. */
  private int index;

  public MessagesAnswerWriter(AnswerContext context) {
    this.context = context;
  }

  @Override
  public void write(AnswerEvent event, ByteArrayOutputStream out) {
    switch (event) {
      case AnswerEvent.Started(Usage usage) ->
          event(
              out,
              "message_start",
              json -> {
                json.writeName("message");
                json.writeStartObject();
                head(json);
                json.writeName("content");
                json.writeStartArray();
                json.writeEndArray();
                stop(json, null, null);
                usage(json, usage);
                json.writeEndObject();
              });
      case AnswerEvent.Counted(Usage usage) -> {
        // The caller is told at the end.
      }
      case AnswerEvent.TextStarted() -> start(out, json -> text(json, ""));
      case AnswerEvent.ThinkingStarted() -> start(out, json -> thinking(json, "", ""));
      case AnswerEvent.ToolUseStarted(ToolId id, String name) ->
          start(out, json -> toolUse(json, id, name, null));
      case AnswerEvent.RedactedThinking(String data) -> {
        start(out, json -> redacted(json, data));
        stopBlock(out);
      }
      case AnswerEvent.TextDelta(String text) -> delta(out, "text_delta", "text", text);
      case AnswerEvent.ThinkingDelta(String text) -> delta(out, "thinking_delta", "thinking", text);
      case AnswerEvent.Signed(Signature by) ->
          delta(out, "signature_delta", "signature", by.encoded());
      case AnswerEvent.InputDelta(String json) ->
          delta(out, "input_json_delta", "partial_json", json);
      case AnswerEvent.BlockEnded() -> stopBlock(out);
      case AnswerEvent.Finished end -> {
        event(
            out,
            "message_delta",
            json -> {
              json.writeName("delta");
              json.writeStartObject();
              stop(json, end.reason(), end.stopSequence());
              json.writeEndObject();
              usage(json, end.usage());
            });
        event(out, "message_stop", json -> {});
      }
      case AnswerEvent.Failed(ProviderFault fault) -> {
        // Told by whoever knows whether the caller has seen anything.
      }
    }
  }

  private static void event(
      ByteArrayOutputStream out, String type, Consumer<JsonGenerator> fields) {
    SseWriter.event(
        out,
        type,
        json -> {
          json.writeStringProperty("type", type);
          fields.accept(json);
        });
  }

  private void start(ByteArrayOutputStream out, Consumer<JsonGenerator> block) {
    event(
        out,
        "content_block_start",
        json -> {
          json.writeNumberProperty("index", index);
          json.writeName("content_block");
          block.accept(json);
        });
  }

  private void delta(ByteArrayOutputStream out, String type, String field, String value) {
    event(
        out,
        "content_block_delta",
        json -> {
          json.writeNumberProperty("index", index);
          json.writeName("delta");
          json.writeStartObject();
          json.writeStringProperty("type", type);
          json.writeStringProperty(field, value);
          json.writeEndObject();
        });
  }

  private void stopBlock(ByteArrayOutputStream out) {
    event(out, "content_block_stop", json -> json.writeNumberProperty("index", index));
    index++;
  }

  @Override
  public byte[] whole(Answer answer) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          head(json);
          json.writeName("content");
          json.writeStartArray();
          answer.blocks().forEach(block -> block(json, block));
          json.writeEndArray();
          stop(json, answer.reason(), answer.stopSequence());
          usage(json, answer.usage());
          json.writeEndObject();
        });
  }

  private static void block(JsonGenerator json, Block block) {
    switch (block) {
      case Block.Text text -> text(json, text.text());
      case Block.Thinking thinking -> {
        Signature by = thinking.signature();
        thinking(json, thinking.text(), by == null ? "" : by.encoded());
      }
      case Block.RedactedThinking(String data) -> redacted(json, data);
      case Block.ToolUse use -> toolUse(json, use.id(), use.name(), use.input());
      default -> throw new IllegalStateException("no part of an answer: " + block);
    }
  }

  private void head(JsonGenerator json) {
    json.writeStringProperty("id", "msg_" + context.id());
    json.writeStringProperty("type", "message");
    json.writeStringProperty("role", "assistant");
    json.writeStringProperty("model", context.model().model());
  }

  private static void text(JsonGenerator json, String text) {
    json.writeStartObject();
    json.writeStringProperty("type", "text");
    json.writeStringProperty("text", text);
    json.writeEndObject();
  }

  private static void thinking(JsonGenerator json, String text, String signature) {
    json.writeStartObject();
    json.writeStringProperty("type", "thinking");
    json.writeStringProperty("thinking", text);
    json.writeStringProperty("signature", signature);
    json.writeEndObject();
  }

  private static void redacted(JsonGenerator json, String data) {
    json.writeStartObject();
    json.writeStringProperty("type", "redacted_thinking");
    json.writeStringProperty("data", data);
    json.writeEndObject();
  }

  private static void toolUse(
      JsonGenerator json, ToolId id, String name, @Nullable JsonNode input) {
    json.writeStartObject();
    json.writeStringProperty("type", "tool_use");
    json.writeStringProperty("id", id.encoded());
    json.writeStringProperty("name", name);
    json.writeName("input");
    if (input == null) {
      json.writeStartObject();
      json.writeEndObject();
    } else {
      json.writeTree(input);
    }
    json.writeEndObject();
  }

  private static void stop(
      JsonGenerator json, @Nullable StopReason reason, @Nullable String sequence) {
    json.writeStringProperty("stop_reason", reason == null ? null : text(reason));
    json.writeStringProperty("stop_sequence", sequence);
  }

  private static String text(StopReason reason) {
    return switch (reason) {
      case END -> "end_turn";
      case STOP_SEQUENCE -> "stop_sequence";
      case TOOL_USE -> "tool_use";
      case MAX_TOKENS -> "max_tokens";
      case CONTEXT_FULL -> "model_context_window_exceeded";
      case PAUSE -> "pause_turn";
      case REFUSAL -> "refusal";
    };
  }

  private static void usage(JsonGenerator json, Usage usage) {
    json.writeName("usage");
    json.writeStartObject();
    json.writeNumberProperty("input_tokens", usage.input());
    json.writeNumberProperty(
        "cache_creation_input_tokens", usage.cacheWrite5m() + usage.cacheWrite1h());
    json.writeNumberProperty("cache_read_input_tokens", usage.cacheRead());
    json.writeNumberProperty("output_tokens", usage.output());
    if (usage.webSearches() > 0) {
      json.writeName("server_tool_use");
      json.writeStartObject();
      json.writeNumberProperty("web_fetch_requests", 0);
      json.writeNumberProperty("web_search_requests", usage.webSearches());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
