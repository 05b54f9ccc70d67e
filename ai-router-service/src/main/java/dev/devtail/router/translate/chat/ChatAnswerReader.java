package dev.devtail.router.translate.chat;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads answers of OpenAI's Chat Completions, and of those like it. Thinking comes as {@code
 * reasoning_content} (DeepSeek and most others) or {@code reasoning} (OpenRouter).
 */
public final class ChatAnswerReader implements AnswerReader {

  private static final String DONE = "[DONE]";

  /** Most calls of tools in one answer. */
  private static final int MAX_CALLS = 128;

  /** Characters of inputs that are kept back while another call is still being told. */
  private static final int MAX_WAITING_CHARS = 8 << 20;

  private final AnswerContext context;
  private final BlockSequence blocks;

  /** In the order of their beginning. The first streams; what comes of the others waits. */
  private final List<Call> calls = new ArrayList<>();

  /** The last that has begun at an index: some providers give all of them the same. */
  private final Map<Integer, Call> callsByIndex = new HashMap<>();

  /** What is said behind a call: it is not known before the end whether the call has ended. */
  private final StringBuilder waitingText = new StringBuilder();

  private final StringBuilder waitingThought = new StringBuilder();
  private int waitingChars;
  private Usage usage = Usage.NONE;
  private @Nullable String finishReason;
  private boolean refused;
  private boolean finished;

  /** A call that may not have been told yet. */
  private static final class Call {

    private final ToolId id;
    private final String name;
    private final StringBuilder waiting = new StringBuilder();

    Call(ToolId id, String name) {
      this.id = id;
      this.name = name;
    }
  }

  public ChatAnswerReader(AnswerContext context) {
    this.context = context;
    blocks = new BlockSequence(Signature.Origin.OPENAI, context.model().provider());
  }

  @Override
  public void whole(JsonNode answer, Consumer<AnswerEvent> to) {
    if (!takeError(answer, to)) {
      takeUsage(answer);
      JsonNode choice = answer.path("choices").path(0);
      if (!choice.path("message").isObject()) {
        to.accept(failed("The model's provider sent an answer without a message."));
        return;
      }
      blocks.start(Usage.NONE, to);
      delta(choice.path("message"), to);
      finishReason = choice.path("finish_reason").asString("");
      finish(to);
    }
  }

  @Override
  public void next(String data, Consumer<AnswerEvent> to) {
    if (data.equals(DONE)) {
      finish(to);
      return;
    }
    JsonNode chunk = Json.read(data);
    if (takeError(chunk, to)) {
      return;
    }
    boolean counted = takeUsage(chunk);
    blocks.start(usage, to);
    if (counted) {
      to.accept(new AnswerEvent.Counted(usage));
    }
    for (JsonNode choice : chunk.path("choices")) {
      if (choice.path("index").asInt(0) == 0) {
        delta(choice.path("delta"), to);
        JsonNode reason = choice.path("finish_reason");
        finishReason = reason.isString() ? reason.stringValue() : finishReason;
      }
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> to) {
    if (finishReason != null && !finished) {
      // Everything was told but that it is all.
      finish(to);
    }
  }

  private static boolean takeError(JsonNode holder, Consumer<AnswerEvent> to) {
    JsonNode error = holder.path("error");
    if (!error.isObject() && !error.isString()) {
      return false;
    }
    to.accept(new AnswerEvent.Failed(StreamFaults.read(error)));
    return true;
  }

  /** Returns whether it tells any. */
  private boolean takeUsage(JsonNode holder) {
    JsonNode counts = holder.path("usage");
    if (counts.isObject()) {
      usage = UsageFormat.OPENAI_CHAT.read(counts, usage);
    }
    return counts.isObject();
  }

  private void delta(JsonNode delta, Consumer<AnswerEvent> to) {
    JsonNode thinking = delta.path("reasoning_content");
    String thought = thinking.asString(delta.path("reasoning").asString(""));
    if (calls.isEmpty()) {
      blocks.thinking(thought, to);
    } else if (mayWait(thought, to)) {
      waitingThought.append(thought);
    }
    text(delta.path("content").asString(""), to);
    JsonNode refusal = delta.path("refusal");
    if (refusal.isString()) {
      refused |= !refusal.stringValue().isEmpty();
      text(refusal.stringValue(), to);
    }
    int position = 0;
    for (JsonNode call : delta.path("tool_calls")) {
      call(call, call.path("index").asInt(position), to);
      position++;
    }
  }

  private void text(String text, Consumer<AnswerEvent> to) {
    if (calls.isEmpty()) {
      blocks.text(text, to);
    } else if (mayWait(text, to)) {
      waitingText.append(text);
    }
  }

  private void call(JsonNode delta, int index, Consumer<AnswerEvent> to) {
    JsonNode function = delta.path("function");
    String id = delta.path("id").asString("");
    Call call = callsByIndex.get(index);
    if (call == null || begins(id, function, call)) {
      if (calls.size() == MAX_CALLS) {
        to.accept(failed("The model has called more than %d tools at once.".formatted(MAX_CALLS)));
        return;
      }
      call = new Call(id(id), function.path("name").asString(""));
      calls.add(call);
      callsByIndex.put(index, call);
      if (call == calls.getFirst()) {
        tell(call, to);
      }
    }
    String more = input(function.path("arguments"));
    if (call == calls.getFirst()) {
      blocks.input(more, to);
    } else if (mayWait(more, to)) {
      call.waiting.append(more);
    }
  }

  /** Whether a delta begins another call, though it has the index of this one. */
  private static boolean begins(String id, JsonNode function, Call call) {
    return !id.isEmpty()
        && !id.equals(call.id.id())
        && !function.path("name").asString("").isEmpty();
  }

  /** A string by the protocol; some send the object itself. */
  private static String input(JsonNode arguments) {
    return arguments.isObject() ? arguments.toString() : arguments.asString("");
  }

  private ToolId id(String id) {
    return ToolId.of(id.isEmpty() ? context.partId("call_", calls.size()) : id);
  }

  private boolean mayWait(String more, Consumer<AnswerEvent> to) {
    waitingChars += more.length();
    if (waitingChars > MAX_WAITING_CHARS) {
      to.accept(failed("The model's calls of tools do not end."));
      return false;
    }
    return true;
  }

  private void tell(Call call, Consumer<AnswerEvent> to) {
    blocks.toolUse(call.id, context.shape().names().original(call.name), to);
  }

  private void finish(Consumer<AnswerEvent> to) {
    finished = true;
    blocks.start(usage, to);
    calls.stream()
        .skip(1)
        .forEach(
            call -> {
              tell(call, to);
              blocks.input(call.waiting.toString(), to);
            });
    blocks.thinking(waitingThought.toString(), to);
    blocks.text(waitingText.toString(), to);
    blocks.close(to);
    to.accept(new AnswerEvent.Finished(reason(), null, usage));
  }

  private StopReason reason() {
    return switch (finishReason) {
      case "length" -> StopReason.MAX_TOKENS;
      case "content_filter" -> StopReason.REFUSAL;
      // Some say "stop" though they wait for results.
      case null, default ->
          !calls.isEmpty() ? StopReason.TOOL_USE : refused ? StopReason.REFUSAL : StopReason.END;
    };
  }

  private static AnswerEvent failed(String message) {
    return new AnswerEvent.Failed(new ProviderFault(ProviderFault.Kind.MALFORMED, message));
  }
}
