package dev.devtail.router.translate.messages;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.exchange.StreamFaults;
import dev.devtail.router.translate.answer.AnswerContext;
import dev.devtail.router.translate.answer.AnswerEvent;
import dev.devtail.router.translate.answer.AnswerReader;
import dev.devtail.router.translate.answer.StopReason;
import dev.devtail.router.translate.conversation.Signature;
import dev.devtail.router.translate.conversation.ToolId;
import dev.devtail.router.translate.json.Json;
import dev.devtail.router.usage.Usage;
import dev.devtail.router.usage.UsageFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads answers of Anthropic's Messages. What its own tools do (such as the search of the web) is
 * passed over: other protocols do not have it, and the text that follows tells the result.
 */
public final class MessagesAnswerReader implements AnswerReader {

  /** What kind of block is open. */
  private enum Open {
    NONE,
    TEXT,
    THINKING,
    TOOL_USE,
    OTHER
  }

  private final AnswerContext context;
  private Usage usage = Usage.NONE;
  private boolean started;
  private Open open = Open.NONE;
  private StopReason reason = StopReason.END;
  private @Nullable String stopSequence;

  public MessagesAnswerReader(AnswerContext context) {
    this.context = context;
  }

  @Override
  public void whole(JsonNode answer, Consumer<AnswerEvent> to) {
    if (answer.path("type").asString("").equals("error")) {
      fail(answer, to);
      return;
    }
    if (!answer.path("content").isArray()) {
      to.accept(
          new AnswerEvent.Failed(
              new ProviderFault(
                  ProviderFault.Kind.MALFORMED,
                  "The model's provider sent an answer without content.")));
      return;
    }
    start(answer, to);
    for (JsonNode block : answer.path("content")) {
      begin(block, to);
      endBlock(to);
    }
    stop(answer);
    finish(to);
  }

  @Override
  public void next(String data, Consumer<AnswerEvent> to) {
    JsonNode event = Json.read(data);
    switch (event.path("type").asString("")) {
      case "message_start" -> start(event.path("message"), to);
      case "content_block_start" -> begin(event.path("content_block"), to);
      case "content_block_delta" -> delta(event.path("delta"), to);
      case "content_block_stop" -> endBlock(to);
      case "message_delta" -> {
        takeUsage(event);
        to.accept(new AnswerEvent.Counted(usage));
        stop(event.path("delta"));
      }
      case "message_stop" -> finish(to);
      case "error" -> fail(event, to);
      default -> {
        // A ping, or something newer than we are.
      }
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> to) {
    // Its end is a message_stop, and nothing else.
  }

  private static void fail(JsonNode holder, Consumer<AnswerEvent> to) {
    to.accept(new AnswerEvent.Failed(StreamFaults.read(holder.path("error"))));
  }

  private void start(JsonNode message, Consumer<AnswerEvent> to) {
    takeUsage(message);
    start(to);
  }

  private void start(Consumer<AnswerEvent> to) {
    if (!started) {
      started = true;
      to.accept(new AnswerEvent.Started(usage));
    }
  }

  private void finish(Consumer<AnswerEvent> to) {
    start(to);
    endBlock(to);
    to.accept(new AnswerEvent.Finished(reason, stopSequence, usage));
  }

  private void takeUsage(JsonNode holder) {
    JsonNode counts = holder.path("usage");
    if (counts.isObject()) {
      usage = UsageFormat.ANTHROPIC.read(counts, usage);
    }
  }

  private void begin(JsonNode block, Consumer<AnswerEvent> to) {
    start(to);
    endBlock(to);
    switch (block.path("type").asString("")) {
      case "text" -> {
        open = Open.TEXT;
        to.accept(new AnswerEvent.TextStarted());
        text(block.path("text").asString(""), to);
      }
      case "thinking" -> {
        open = Open.THINKING;
        to.accept(new AnswerEvent.ThinkingStarted());
        thinking(block.path("thinking").asString(""), to);
        signature(block.path("signature").asString(""), to);
      }
      case "redacted_thinking" -> {
        open = Open.OTHER;
        to.accept(new AnswerEvent.RedactedThinking(block.path("data").asString("")));
      }
      case "tool_use" -> {
        open = Open.TOOL_USE;
        String name = block.path("name").asString("");
        to.accept(
            new AnswerEvent.ToolUseStarted(
                ToolId.of(block.path("id").asString("")), context.shape().names().original(name)));
        // In a stream it comes in pieces, and is empty here.
        JsonNode input = block.path("input");
        input(input.isObject() && !input.isEmpty() ? input.toString() : "", to);
      }
      default -> open = Open.OTHER;
    }
  }

  private void delta(JsonNode delta, Consumer<AnswerEvent> to) {
    switch (delta.path("type").asString("")) {
      case "text_delta" -> text(delta.path("text").asString(""), to);
      case "thinking_delta" -> thinking(delta.path("thinking").asString(""), to);
      case "signature_delta" -> signature(delta.path("signature").asString(""), to);
      case "input_json_delta" -> input(delta.path("partial_json").asString(""), to);
      default -> {
        // Such as citations.
      }
    }
  }

  private void text(String text, Consumer<AnswerEvent> to) {
    if (isWithin(Open.TEXT, to) && !text.isEmpty()) {
      to.accept(new AnswerEvent.TextDelta(text));
    }
  }

  private void thinking(String text, Consumer<AnswerEvent> to) {
    if (isWithin(Open.THINKING, to) && !text.isEmpty()) {
      to.accept(new AnswerEvent.ThinkingDelta(text));
    }
  }

  private void signature(String signature, Consumer<AnswerEvent> to) {
    if (isWithin(Open.THINKING, to) && !signature.isEmpty()) {
      to.accept(new AnswerEvent.Signed(new Signature(Signature.Origin.ANTHROPIC, signature)));
    }
  }

  private void input(String json, Consumer<AnswerEvent> to) {
    if (isWithin(Open.TOOL_USE, to) && !json.isEmpty()) {
      to.accept(new AnswerEvent.InputDelta(json));
    }
  }

  /** A delta that is of no block, or of another, means that something was lost. */
  private boolean isWithin(Open kind, Consumer<AnswerEvent> to) {
    if (open != kind && open != Open.OTHER) {
      to.accept(
          new AnswerEvent.Failed(
              new ProviderFault(
                  ProviderFault.Kind.MALFORMED,
                  "The model's provider sent a part of a block that has not begun.")));
    }
    return open == kind;
  }

  private void endBlock(Consumer<AnswerEvent> to) {
    if (open == Open.TEXT || open == Open.THINKING || open == Open.TOOL_USE) {
      to.accept(new AnswerEvent.BlockEnded());
    }
    open = Open.NONE;
  }

  private void stop(JsonNode holder) {
    JsonNode sequence = holder.path("stop_sequence");
    stopSequence = sequence.isString() ? sequence.stringValue() : stopSequence;
    JsonNode stop = holder.path("stop_reason");
    reason =
        switch (stop.asString("")) {
          case "" -> reason;
          case "stop_sequence" -> StopReason.STOP_SEQUENCE;
          case "tool_use" -> StopReason.TOOL_USE;
          case "max_tokens" -> StopReason.MAX_TOKENS;
          case "model_context_window_exceeded" -> StopReason.CONTEXT_FULL;
          case "pause_turn" -> StopReason.PAUSE;
          case "refusal" -> StopReason.REFUSAL;
          default -> StopReason.END;
        };
  }
}
