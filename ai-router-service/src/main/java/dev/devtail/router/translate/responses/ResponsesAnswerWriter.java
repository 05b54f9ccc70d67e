package dev.devtail.router.translate.responses;

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
import dev.devtail.router.translate.responses.OutputItem.Status;
import dev.devtail.router.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes answers of OpenAI's Responses. What thinking is signed with goes as {@code
 * encrypted_content}, which callers hand back.
 */
public final class ResponsesAnswerWriter implements AnswerWriter {

  /** Before thinking that its provider has redacted. */
  static final String REDACTED = Signature.PREFIX + "redacted.";

  private final AnswerContext context;
  private final List<OutputItem> items = new ArrayList<>();

  /** As far as it has come; null if none is open. */
  private @Nullable OutputItem open;

  private final StringBuilder text = new StringBuilder();
  private @Nullable String sealed;
  private int sequence;

  public ResponsesAnswerWriter(AnswerContext context) {
    this.context = context;
  }

  @Override
  public void write(AnswerEvent event, ByteArrayOutputStream out) {
    switch (event) {
      case AnswerEvent.Started(Usage usage) -> {
        event(out, "response.created", json -> response(json, "in_progress", null, null));
        event(out, "response.in_progress", json -> response(json, "in_progress", null, null));
      }
      case AnswerEvent.Counted(Usage usage) -> {
        // The caller is told at the end.
      }
      case AnswerEvent.TextStarted() -> {
        begin(out, new OutputItem.Text(id("msg_"), null));
        partEvent(
            out,
            "response.content_part.added",
            "content_index",
            json -> part(json, () -> OutputItem.textPart(json, "")));
      }
      case AnswerEvent.ThinkingStarted() ->
          begin(out, new OutputItem.Reasoning(id("rs_"), "", null));
      case AnswerEvent.ToolUseStarted(ToolId id, String name) ->
          begin(out, new OutputItem.Call(id("fc_"), id, name, ""));
      case AnswerEvent.RedactedThinking(String data) -> {
        begin(out, new OutputItem.Reasoning(id("rs_"), "", null));
        sealed = REDACTED + data;
        end(out);
      }
      case AnswerEvent.TextDelta(String more) -> {
        text.append(more);
        partEvent(
            out,
            "response.output_text.delta",
            "content_index",
            json -> json.writeStringProperty("delta", more));
      }
      case AnswerEvent.ThinkingDelta(String more) -> {
        if (text.isEmpty()) {
          partEvent(
              out,
              "response.reasoning_summary_part.added",
              "summary_index",
              json -> part(json, () -> OutputItem.summaryPart(json, "")));
        }
        text.append(more);
        partEvent(
            out,
            "response.reasoning_summary_text.delta",
            "summary_index",
            json -> json.writeStringProperty("delta", more));
      }
      case AnswerEvent.Signed(Signature by) -> sealed = by.encoded();
      case AnswerEvent.InputDelta(String more) -> {
        text.append(more);
        partEvent(
            out,
            "response.function_call_arguments.delta",
            null,
            json -> json.writeStringProperty("delta", more));
      }
      case AnswerEvent.BlockEnded() -> end(out);
      case AnswerEvent.Finished end -> {
        String why = incomplete(end.reason());
        String status = why == null ? "completed" : "incomplete";
        event(out, "response." + status, json -> response(json, status, why, end.usage()));
      }
      case AnswerEvent.Failed(ProviderFault fault) -> {
        // Told by whoever knows whether the caller has seen anything.
      }
    }
  }

  private String id(String prefix) {
    return context.partId(prefix, items.size());
  }

  private void event(ByteArrayOutputStream out, String type, Consumer<JsonGenerator> fields) {
    SseWriter.event(
        out,
        type,
        json -> {
          json.writeStringProperty("type", type);
          json.writeNumberProperty("sequence_number", sequence);
          fields.accept(json);
        });
    sequence++;
  }

  private void itemEvent(ByteArrayOutputStream out, String type, OutputItem item, Status status) {
    event(
        out,
        type,
        json -> {
          json.writeNumberProperty("output_index", items.size());
          json.writeName("item");
          item.write(json, status);
        });
  }

  /**
   * @param index the name of the part's index within its item; null if the item has no parts
   */
  private void partEvent(
      ByteArrayOutputStream out,
      String type,
      @Nullable String index,
      Consumer<JsonGenerator> fields) {
    String item = open == null ? "" : open.id();
    event(
        out,
        type,
        json -> {
          json.writeStringProperty("item_id", item);
          json.writeNumberProperty("output_index", items.size());
          if (index != null) {
            json.writeNumberProperty(index, 0);
          }
          fields.accept(json);
        });
  }

  private static void part(JsonGenerator json, Runnable part) {
    json.writeName("part");
    part.run();
  }

  private void begin(ByteArrayOutputStream out, OutputItem item) {
    open = item;
    sealed = null;
    text.setLength(0);
    itemEvent(out, "response.output_item.added", item, Status.IN_PROGRESS);
  }

  private void end(ByteArrayOutputStream out) {
    OutputItem item =
        switch (open) {
          case OutputItem.Text(String id, String begun) -> endText(out, id);
          case OutputItem.Reasoning(String id, String begun, String none) -> endReasoning(out, id);
          case OutputItem.Call call -> endCall(out, call);
          case null -> null;
        };
    if (item != null) {
      itemEvent(out, "response.output_item.done", item, Status.COMPLETED);
      items.add(item);
      open = null;
    }
  }

  private OutputItem endText(ByteArrayOutputStream out, String id) {
    String all = text.toString();
    partEvent(
        out,
        "response.output_text.done",
        "content_index",
        json -> json.writeStringProperty("text", all));
    partEvent(
        out,
        "response.content_part.done",
        "content_index",
        json -> part(json, () -> OutputItem.textPart(json, all)));
    return new OutputItem.Text(id, all);
  }

  private OutputItem endReasoning(ByteArrayOutputStream out, String id) {
    String all = text.toString();
    if (!all.isEmpty()) {
      partEvent(
          out,
          "response.reasoning_summary_text.done",
          "summary_index",
          json -> json.writeStringProperty("text", all));
      partEvent(
          out,
          "response.reasoning_summary_part.done",
          "summary_index",
          json -> part(json, () -> OutputItem.summaryPart(json, all)));
    }
    return new OutputItem.Reasoning(id, all, sealed);
  }

  private OutputItem endCall(ByteArrayOutputStream out, OutputItem.Call call) {
    String all = text.isEmpty() ? "{}" : text.toString();
    partEvent(
        out,
        "response.function_call_arguments.done",
        null,
        json -> {
          json.writeStringProperty("name", call.name());
          json.writeStringProperty("arguments", all);
        });
    return new OutputItem.Call(call.id(), call.call(), call.name(), all);
  }

  @Override
  public byte[] whole(Answer answer) {
    for (Block block : answer.blocks()) {
      items.add(item(block));
    }
    String why = incomplete(answer.reason());
    return Json.bytes(
        json ->
            responseObject(json, why == null ? "completed" : "incomplete", why, answer.usage()));
  }

  private OutputItem item(Block block) {
    return switch (block) {
      case Block.Text said -> new OutputItem.Text(id("msg_"), said.text());
      case Block.Thinking(String thought, Signature by) ->
          new OutputItem.Reasoning(id("rs_"), thought, by == null ? null : by.encoded());
      case Block.RedactedThinking(String data) ->
          new OutputItem.Reasoning(id("rs_"), "", REDACTED + data);
      case Block.ToolUse use ->
          new OutputItem.Call(id("fc_"), use.id(), use.name(), use.input().toString());
      default -> throw new IllegalStateException("no part of an answer: " + block);
    };
  }

  private void response(
      JsonGenerator json, String status, @Nullable String why, @Nullable Usage usage) {
    json.writeName("response");
    responseObject(json, status, why, usage);
  }

  private void responseObject(
      JsonGenerator json, String status, @Nullable String why, @Nullable Usage usage) {
    json.writeStartObject();
    json.writeStringProperty("id", "resp_" + context.id());
    json.writeStringProperty("object", "response");
    json.writeNumberProperty("created_at", context.time().getEpochSecond());
    json.writeStringProperty("status", status);
    json.writeNullProperty("error");
    json.writeName("incomplete_details");
    if (why == null) {
      json.writeNull();
    } else {
      json.writeStartObject();
      json.writeStringProperty("reason", why);
      json.writeEndObject();
    }
    json.writeStringProperty("model", context.model().model());
    json.writeName("output");
    json.writeStartArray();
    items.forEach(item -> item.write(json, Status.COMPLETED));
    json.writeEndArray();
    // Clients demand these fields.
    json.writeBooleanProperty("parallel_tool_calls", true);
    json.writeStringProperty("tool_choice", "auto");
    json.writeName("tools");
    json.writeStartArray();
    json.writeEndArray();
    json.writeBooleanProperty("store", false);
    if (usage == null) {
      json.writeNullProperty("usage");
    } else {
      usage(json, usage);
    }
    json.writeEndObject();
  }

  /** Why the response is not complete; null if it is. */
  private static @Nullable String incomplete(StopReason reason) {
    return switch (reason) {
      case END, STOP_SEQUENCE, TOOL_USE, PAUSE -> null;
      case MAX_TOKENS, CONTEXT_FULL -> "max_output_tokens";
      case REFUSAL -> "content_filter";
    };
  }

  private static void usage(JsonGenerator json, Usage usage) {
    json.writeName("usage");
    json.writeStartObject();
    json.writeNumberProperty("input_tokens", usage.totalInput());
    json.writeName("input_tokens_details");
    json.writeStartObject();
    json.writeNumberProperty("cached_tokens", usage.cacheRead());
    json.writeNumberProperty("cache_write_tokens", usage.cacheWrite5m() + usage.cacheWrite1h());
    json.writeEndObject();
    json.writeNumberProperty("output_tokens", usage.output());
    json.writeName("output_tokens_details");
    json.writeStartObject();
    json.writeNumberProperty("reasoning_tokens", usage.reasoning());
    json.writeEndObject();
    json.writeNumberProperty("total_tokens", usage.totalInput() + usage.output());
    json.writeEndObject();
  }
}
