package dev.devtail.router.translate.ollama;

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
import tools.jackson.databind.JsonNode;

/**
 * Reads answers of Ollama: an object a line, the last of which is {@code done} and tells the usage.
 * Calls of tools come whole.
 */
public final class OllamaAnswerReader implements AnswerReader {

  private final AnswerContext context;
  private final BlockSequence blocks;
  private int calls;

  public OllamaAnswerReader(AnswerContext context) {
    this.context = context;
    blocks = new BlockSequence(Signature.Origin.OLLAMA, context.model().provider());
  }

  @Override
  public void whole(JsonNode answer, Consumer<AnswerEvent> to) {
    take(answer, to);
  }

  @Override
  public void next(String data, Consumer<AnswerEvent> to) {
    take(Json.read(data), to);
  }

  @Override
  public void end(Consumer<AnswerEvent> to) {
    // Its end is the line that is done, and nothing else.
  }

  private void take(JsonNode line, Consumer<AnswerEvent> to) {
    JsonNode error = line.path("error");
    if (error.isString() || error.isObject()) {
      to.accept(new AnswerEvent.Failed(StreamFaults.read(error)));
      return;
    }
    JsonNode message = line.path("message");
    boolean done = line.path("done").asBoolean(false);
    if (!message.isObject() && !done) {
      // Of no kind that is known: there may be more of them.
      return;
    }
    blocks.start(Usage.NONE, to);
    blocks.thinking(message.path("thinking").asString(""), to);
    blocks.text(message.path("content").asString(""), to);
    for (JsonNode call : message.path("tool_calls")) {
      call(call.path("function"), to);
    }
    if (done) {
      blocks.close(to);
      to.accept(
          new AnswerEvent.Finished(
              reason(line.path("done_reason").asString("")),
              null,
              UsageFormat.OLLAMA.read(line, Usage.NONE)));
    }
  }

  private void call(JsonNode function, Consumer<AnswerEvent> to) {
    String name = function.path("name").asString("");
    ToolId id = ToolId.of(context.partId("call_", calls));
    calls++;
    blocks.toolUse(id, context.shape().names().original(name), to);
    JsonNode input = function.path("arguments");
    blocks.input(input.isObject() ? input.toString() : input.asString(""), to);
  }

  private StopReason reason(String reason) {
    return reason.equals("length")
        ? StopReason.MAX_TOKENS
        : calls > 0 ? StopReason.TOOL_USE : StopReason.END;
  }
}
