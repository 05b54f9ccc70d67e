package dev.devtail.router.translate.answer;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.translate.conversation.Block;
import dev.devtail.router.translate.conversation.Signature;
import dev.devtail.router.translate.conversation.ToolId;
import dev.devtail.router.translate.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Makes a whole answer of its events. */
public final class AnswerCollector implements Consumer<AnswerEvent> {

  private final List<Block> blocks = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable AnswerEvent open;
  private @Nullable Signature signature;
  private @Nullable Answer answer;
  private @Nullable ProviderFault fault;

  @Override
  public void accept(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.Started started -> {
        // Its usage comes again at the end.
      }
      case AnswerEvent.Counted counted -> {
        // As that.
      }
      case AnswerEvent.TextStarted start -> open = start;
      case AnswerEvent.ThinkingStarted start -> open = start;
      case AnswerEvent.ToolUseStarted start -> open = start;
      case AnswerEvent.TextDelta(String more) -> text.append(more);
      case AnswerEvent.ThinkingDelta(String more) -> text.append(more);
      case AnswerEvent.InputDelta(String more) -> text.append(more);
      case AnswerEvent.Signed(Signature by) -> signature = by;
      case AnswerEvent.BlockEnded() -> close();
      case AnswerEvent.RedactedThinking(String data) ->
          blocks.add(new Block.RedactedThinking(data));
      case AnswerEvent.Finished finished ->
          answer = new Answer(blocks, finished.reason(), finished.stopSequence(), finished.usage());
      case AnswerEvent.Failed(ProviderFault why) -> fail(why);
    }
  }

  private void close() {
    switch (open) {
      case AnswerEvent.TextStarted() -> blocks.add(new Block.Text(text.toString()));
      case AnswerEvent.ThinkingStarted() ->
          blocks.add(new Block.Thinking(text.toString(), signature));
      case AnswerEvent.ToolUseStarted(ToolId id, String name) -> call(id, name);
      case null, default -> {
        // Nothing was open.
      }
    }
    open = null;
    signature = null;
    text.setLength(0);
  }

  private void call(ToolId id, String name) {
    try {
      JsonNode input = Json.read(text.isEmpty() ? "{}" : text.toString());
      if (input.isObject()) {
        blocks.add(new Block.ToolUse(id, name, input));
        return;
      }
    } catch (JacksonException malformed) {
      // As what is no object.
    }
    fail(
        new ProviderFault(
            ProviderFault.Kind.MALFORMED,
            "The model has called the tool %s with what is no JSON object.".formatted(name)));
  }

  private void fail(ProviderFault why) {
    if (fault == null) {
      fault = why;
    }
  }

  public Optional<ProviderFault> fault() {
    return Optional.ofNullable(fault);
  }

  /** Empty as long as it has not ended. */
  public Optional<Answer> answer() {
    return Optional.ofNullable(answer);
  }
}
