package dev.devtail.router.translate.gemini;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.exchange.StreamFaults;
import dev.devtail.router.translate.answer.AnswerContext;
import dev.devtail.router.translate.answer.AnswerEvent;
import dev.devtail.router.translate.answer.AnswerReader;
import dev.devtail.router.translate.answer.BlockSequence;
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
 * Reads answers of Google's {@code generateContent}: a stream is made of whole answers, each a
 * piece of it, and has no word for its end but the reason to finish. Calls of tools come at once,
 * mostly without an id, which is made up here, and with a signature, which goes with the id.
 */
public final class GeminiAnswerReader implements AnswerReader {

  private final AnswerContext context;

  /**
   * A thought without a signature is marked as Google's all the same, which no other may be sent.
   */
  private final BlockSequence blocks = new BlockSequence(Signature.Origin.GEMINI, "");

  private Usage usage = Usage.NONE;
  private int calls;
  private @Nullable StopReason reason;
  private boolean failed;

  public GeminiAnswerReader(AnswerContext context) {
    this.context = context;
  }

  @Override
  public void whole(JsonNode answer, Consumer<AnswerEvent> to) {
    take(answer, to);
    end(to);
  }

  @Override
  public void next(String data, Consumer<AnswerEvent> to) {
    take(Json.read(data), to);
  }

  @Override
  public void end(Consumer<AnswerEvent> to) {
    if (reason != null && !failed) {
      blocks.start(usage, to);
      blocks.close(to);
      to.accept(
          new AnswerEvent.Finished(
              calls > 0 && reason == StopReason.END ? StopReason.TOOL_USE : reason, null, usage));
    }
  }

  private void take(JsonNode answer, Consumer<AnswerEvent> to) {
    JsonNode error = (answer.isArray() ? answer.path(0) : answer).path("error");
    if (error.isObject()) {
      fail(StreamFaults.read(error), to);
      return;
    }
    JsonNode counts = answer.path("usageMetadata");
    if (counts.isObject()) {
      usage = UsageFormat.GEMINI.read(counts, usage);
    }
    blocks.start(usage, to);
    if (counts.isObject()) {
      to.accept(new AnswerEvent.Counted(usage));
    }
    if (answer.path("promptFeedback").path("blockReason").isString()) {
      reason = StopReason.REFUSAL;
      return;
    }
    JsonNode candidate = answer.path("candidates").path(0);
    for (JsonNode part : candidate.path("content").path("parts")) {
      part(part, to);
    }
    finish(candidate, to);
  }

  private void fail(ProviderFault fault, Consumer<AnswerEvent> to) {
    failed = true;
    to.accept(new AnswerEvent.Failed(fault));
  }

  private void part(JsonNode part, Consumer<AnswerEvent> to) {
    String signature = part.path("thoughtSignature").asString("");
    JsonNode call = part.path("functionCall");
    if (call.isObject()) {
      call(call, signature.isEmpty() ? null : signature, to);
      return;
    }
    String text = part.path("text").asString("");
    if (part.path("thought").asBoolean(false)) {
      blocks.thinking(text, to);
    } else {
      blocks.text(text, to);
    }
    if (!signature.isEmpty()) {
      blocks.signature(new Signature(Signature.Origin.GEMINI, signature), to);
    }
  }

  private void call(JsonNode call, @Nullable String signature, Consumer<AnswerEvent> to) {
    String own = call.path("id").asString("");
    String id = own.isEmpty() ? context.partId("call_", calls) : own;
    String name = call.path("name").asString("");
    calls++;
    blocks.toolUse(new ToolId(id, signature), context.shape().names().original(name), to);
    JsonNode input = call.path("args");
    blocks.input(input.isObject() ? input.toString() : "", to);
  }

  private void finish(JsonNode candidate, Consumer<AnswerEvent> to) {
    String why = candidate.path("finishReason").asString("");
    switch (why) {
      case "", "FINISH_REASON_UNSPECIFIED" -> {
        // It goes on.
      }
      case "STOP" -> reason = StopReason.END;
      case "MAX_TOKENS" -> reason = StopReason.MAX_TOKENS;
      case "MALFORMED_FUNCTION_CALL",
          "UNEXPECTED_TOOL_CALL",
          "TOO_MANY_TOOL_CALLS",
          "MISSING_THOUGHT_SIGNATURE",
          "MALFORMED_RESPONSE" ->
          fail(
              new ProviderFault(
                  ProviderFault.Kind.SERVER_ERROR,
                  "The model has not called a tool as it must (%s).".formatted(why)),
              to);
      case "OTHER", "LANGUAGE" ->
          fail(
              new ProviderFault(
                  ProviderFault.Kind.SERVER_ERROR,
                  "The model has stopped for a reason of its own (%s).".formatted(why)),
              to);
      // Such as SAFETY, RECITATION, BLOCKLIST, PROHIBITED_CONTENT, SPII.
      default -> reason = StopReason.REFUSAL;
    }
  }
}
