package dev.devtail.router.translate.chat;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes answers of OpenAI's Chat Completions. Thinking is told as DeepSeek does ({@code
 * reasoning_content}), and, where it is signed, as OpenRouter does ({@code reasoning_details}), so
 * that a caller that hands those back has handed back everything.
 */
public final class ChatAnswerWriter implements AnswerWriter {

  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

  private final AnswerContext context;

  /** Of the call that is open, or comes next. */
  private int call;

  private boolean withinCall;
  private boolean inputTold;

  /** What is thought in the block that is open: it is told again beside its signature. */
  private final StringBuilder thought = new StringBuilder();

  private int details;

  public ChatAnswerWriter(AnswerContext context) {
    this.context = context;
  }

  @Override
  public void write(AnswerEvent event, ByteArrayOutputStream out) {
    switch (event) {
      case AnswerEvent.Started(Usage usage) ->
          delta(
              out,
              json -> {
                json.writeStringProperty("role", "assistant");
                json.writeStringProperty("content", "");
              });
      case AnswerEvent.Counted(Usage usage) -> {
        // The caller is told at the end.
      }
      case AnswerEvent.TextStarted() -> {
        // Its text is enough.
      }
      case AnswerEvent.ThinkingStarted() -> thought.setLength(0);
      case AnswerEvent.ToolUseStarted(ToolId id, String name) -> {
        withinCall = true;
        inputTold = false;
        call(
            out,
            json -> {
              json.writeStringProperty("id", id.encoded());
              json.writeStringProperty("type", "function");
              function(json, name, "");
            });
      }
      case AnswerEvent.TextDelta(String text) ->
          delta(out, json -> json.writeStringProperty("content", text));
      case AnswerEvent.ThinkingDelta(String text) -> {
        thought.append(text);
        delta(out, json -> json.writeStringProperty("reasoning_content", text));
      }
      case AnswerEvent.Signed(Signature by) ->
          detail(out, json -> signed(json, thought.toString(), by, details));
      case AnswerEvent.RedactedThinking(String data) ->
          detail(out, json -> redacted(json, data, details));
      case AnswerEvent.InputDelta(String json) -> input(out, json);
      case AnswerEvent.BlockEnded() -> {
        if (withinCall) {
          if (!inputTold) {
            // Callers parse it.
            input(out, "{}");
          }
          withinCall = false;
          call++;
        }
      }
      case AnswerEvent.Finished end -> {
        chunk(
            out,
            json -> {
              choice(json, text(end.reason()), delta -> {});
              noUsage(json);
            });
        if (context.shape().usageInStream()) {
          chunk(
              out,
              json -> {
                json.writeName("choices");
                json.writeStartArray();
                json.writeEndArray();
                usage(json, end.usage());
              });
        }
        out.writeBytes(DONE);
      }
      case AnswerEvent.Failed(ProviderFault fault) -> {
        // Told by whoever knows whether the caller has seen anything.
      }
    }
  }

  private void chunk(ByteArrayOutputStream out, Consumer<JsonGenerator> fields) {
    SseWriter.event(
        out,
        json -> {
          head(json, "chat.completion.chunk");
          fields.accept(json);
        });
  }

  private void head(JsonGenerator json, String object) {
    json.writeStringProperty("id", "chatcmpl-" + context.id());
    json.writeStringProperty("object", object);
    json.writeNumberProperty("created", context.time().getEpochSecond());
    json.writeStringProperty("model", context.model().model());
  }

  private static void choice(
      JsonGenerator json, @Nullable String finishReason, Consumer<JsonGenerator> delta) {
    json.writeName("choices");
    json.writeStartArray();
    json.writeStartObject();
    json.writeNumberProperty("index", 0);
    json.writeName("delta");
    json.writeStartObject();
    delta.accept(json);
    json.writeEndObject();
    json.writeStringProperty("finish_reason", finishReason);
    json.writeEndObject();
    json.writeEndArray();
  }

  private void delta(ByteArrayOutputStream out, Consumer<JsonGenerator> delta) {
    chunk(
        out,
        json -> {
          choice(json, null, delta);
          noUsage(json);
        });
  }

  /** Where it is to come at the end, chunks before say that it is not there. */
  private void noUsage(JsonGenerator json) {
    if (context.shape().usageInStream()) {
      json.writeNullProperty("usage");
    }
  }

  private void call(ByteArrayOutputStream out, Consumer<JsonGenerator> fields) {
    delta(
        out,
        json -> {
          json.writeName("tool_calls");
          json.writeStartArray();
          json.writeStartObject();
          json.writeNumberProperty("index", call);
          fields.accept(json);
          json.writeEndObject();
          json.writeEndArray();
        });
  }

  private void input(ByteArrayOutputStream out, String fragment) {
    inputTold = true;
    call(
        out,
        json -> {
          json.writeName("function");
          json.writeStartObject();
          json.writeStringProperty("arguments", fragment);
          json.writeEndObject();
        });
  }

  private void detail(ByteArrayOutputStream out, Consumer<JsonGenerator> detail) {
    delta(
        out,
        json -> {
          json.writeName("reasoning_details");
          json.writeStartArray();
          detail.accept(json);
          json.writeEndArray();
        });
    details++;
  }

  private static void function(JsonGenerator json, String name, String arguments) {
    json.writeName("function");
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeStringProperty("arguments", arguments);
    json.writeEndObject();
  }

  private static void signed(JsonGenerator json, String text, Signature by, int index) {
    json.writeStartObject();
    json.writeStringProperty("type", "reasoning.text");
    json.writeStringProperty("text", text);
    json.writeStringProperty("signature", by.encoded());
    json.writeNumberProperty("index", index);
    json.writeEndObject();
  }

  private static void redacted(JsonGenerator json, String data, int index) {
    json.writeStartObject();
    json.writeStringProperty("type", "reasoning.encrypted");
    json.writeStringProperty("data", data);
    json.writeNumberProperty("index", index);
    json.writeEndObject();
  }

  @Override
  public byte[] whole(Answer answer) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          head(json, "chat.completion");
          json.writeName("choices");
          json.writeStartArray();
          json.writeStartObject();
          json.writeNumberProperty("index", 0);
          json.writeName("message");
          message(json, answer.blocks());
          json.writeStringProperty("finish_reason", text(answer.reason()));
          json.writeEndObject();
          json.writeEndArray();
          usage(json, answer.usage());
          json.writeEndObject();
        });
  }

  private static void message(JsonGenerator json, List<Block> blocks) {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    List<Consumer<JsonGenerator>> detailed = new ArrayList<>();
    List<Block.ToolUse> calls = new ArrayList<>();
    for (Block block : blocks) {
      switch (block) {
        case Block.Text more -> text.append(more.text());
        case Block.Thinking(String more, Signature by) -> {
          thinking.append(more);
          if (by != null) {
            int index = detailed.size();
            detailed.add(to -> signed(to, more, by, index));
          }
        }
        case Block.RedactedThinking(String data) -> {
          int index = detailed.size();
          detailed.add(to -> redacted(to, data, index));
        }
        case Block.ToolUse use -> calls.add(use);
        default -> throw new IllegalStateException("no part of an answer: " + block);
      }
    }
    json.writeStartObject();
    json.writeStringProperty("role", "assistant");
    json.writeStringProperty(
        "content", text.isEmpty() && !calls.isEmpty() ? null : text.toString());
    if (!thinking.isEmpty()) {
      json.writeStringProperty("reasoning_content", thinking.toString());
    }
    if (!detailed.isEmpty()) {
      json.writeName("reasoning_details");
      json.writeStartArray();
      detailed.forEach(detail -> detail.accept(json));
      json.writeEndArray();
    }
    if (!calls.isEmpty()) {
      json.writeName("tool_calls");
      json.writeStartArray();
      for (Block.ToolUse use : calls) {
        json.writeStartObject();
        json.writeStringProperty("id", use.id().encoded());
        json.writeStringProperty("type", "function");
        function(json, use.name(), use.input().toString());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static String text(StopReason reason) {
    return switch (reason) {
      case END, STOP_SEQUENCE, PAUSE -> "stop";
      case TOOL_USE -> "tool_calls";
      case MAX_TOKENS, CONTEXT_FULL -> "length";
      case REFUSAL -> "content_filter";
    };
  }

  private static void usage(JsonGenerator json, Usage usage) {
    json.writeName("usage");
    json.writeStartObject();
    json.writeNumberProperty("prompt_tokens", usage.totalInput());
    json.writeNumberProperty("completion_tokens", usage.output());
    json.writeNumberProperty("total_tokens", usage.totalInput() + usage.output());
    json.writeName("prompt_tokens_details");
    json.writeStartObject();
    json.writeNumberProperty("cached_tokens", usage.cacheRead());
    json.writeNumberProperty("cache_write_tokens", usage.cacheWrite5m() + usage.cacheWrite1h());
    json.writeEndObject();
    json.writeName("completion_tokens_details");
    json.writeStartObject();
    json.writeNumberProperty("reasoning_tokens", usage.reasoning());
    json.writeEndObject();
    json.writeEndObject();
  }
}
