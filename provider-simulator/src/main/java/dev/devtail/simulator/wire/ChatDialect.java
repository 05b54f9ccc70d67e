package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Block;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Chat Completions: whole, and in chunks. OpenAI shows no thinking, the others do. */
final class ChatDialect implements Dialect {

  /** When everything was made, in seconds since 1970: the same in each run. */
  static final long CREATED = 1_763_000_000;

  private static final String FINGERPRINT = "fp_simulator";

  private final Provider provider;

  ChatDialect(Provider provider) {
    this.provider = provider;
  }

  @Override
  public Question read(Call call) {
    return new ChatRequest(provider, call).read();
  }

  @Override
  public byte[] whole(Question question, Answer answer, Ids ids) {
    ObjectNode message = Nodes.object().put("role", "assistant");
    StringBuilder said = new StringBuilder();
    StringBuilder thought = new StringBuilder();
    ArrayNode calls = Nodes.array();
    for (Block block : answer.blocks()) {
      switch (block) {
        case Block.Thinking(String text) -> thought.append(text);
        case Block.Text(String text) -> said.append(text);
        case Block.ToolCall(String name, ObjectNode input) ->
            calls.add(call(ids, name, input.toString()));
        case Block.WebSearch search -> {
          // Chat Completions tell of it by annotations only.
        }
      }
    }
    if (said.isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", said.toString());
    }
    if (provider == Provider.OPENAI) {
      message.putNull("refusal").set("annotations", Nodes.array());
    } else if (!thought.isEmpty()) {
      message.put(reasoningField(), thought.toString());
    }
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
    ObjectNode choice = Nodes.object().put("index", 0);
    choice.set("message", message);
    choice.putNull("logprobs").put("finish_reason", finishReason(answer));
    ObjectNode completion = completion(question, ids, "chat.completion");
    completion.set("choices", Nodes.array(choice));
    completion.set("usage", usage(Estimate.of(question, answer)));
    return Nodes.bytes(completion);
  }

  private static ObjectNode call(Ids ids, String name, String arguments) {
    return Nodes.object()
        .put("id", ids.next("call_"))
        .put("type", "function")
        .set("function", Nodes.object().put("name", name).put("arguments", arguments));
  }

  private String reasoningField() {
    return provider == Provider.DEEPSEEK ? "reasoning_content" : "reasoning";
  }

  private ObjectNode completion(Question question, Ids ids, String object) {
    ObjectNode completion =
        Nodes.object()
            .put("id", ids.answer(provider == Provider.OPENROUTER ? "gen-" : "chatcmpl-"))
            .put("object", object)
            .put("created", CREATED)
            .put("model", question.model());
    if (provider == Provider.OPENAI) {
      completion.put("service_tier", "default");
    }
    if (provider == Provider.OPENROUTER) {
      completion.put("provider", "Simulator");
    } else {
      completion.put("system_fingerprint", FINGERPRINT);
    }
    return completion;
  }

  private static String finishReason(Answer answer) {
    return switch (answer.stop()) {
      case DONE -> answer.callsTool() ? "tool_calls" : "stop";
      case MAX_TOKENS -> "length";
      case REFUSAL -> "content_filter";
    };
  }

  private ObjectNode usage(Tokens tokens) {
    ObjectNode usage =
        Nodes.object()
            .put("prompt_tokens", tokens.totalInput())
            .put("completion_tokens", tokens.output())
            .put("total_tokens", tokens.totalInput() + tokens.output());
    ObjectNode prompt = Nodes.object().put("cached_tokens", tokens.cacheRead());
    ObjectNode completion = Nodes.object().put("reasoning_tokens", tokens.reasoning());
    if (provider == Provider.OPENAI) {
      prompt.put("audio_tokens", 0);
      completion
          .put("audio_tokens", 0)
          .put("accepted_prediction_tokens", 0)
          .put("rejected_prediction_tokens", 0);
    }
    usage.set("prompt_tokens_details", prompt);
    usage.set("completion_tokens_details", completion);
    if (provider == Provider.DEEPSEEK) {
      usage
          .put("prompt_cache_hit_tokens", tokens.cacheRead())
          .put("prompt_cache_miss_tokens", tokens.totalInput() - tokens.cacheRead());
    }
    return usage;
  }

  @Override
  public List<Frame> stream(Question question, Answer answer, Ids ids, int chunkChars) {
    return new Chunks(question, ids, chunkChars).of(answer);
  }

  /** Chunks of one answer. */
  private final class Chunks {

    private final Question question;
    private final Ids ids;
    private final int chunkChars;
    private final List<Frame> frames = new ArrayList<>();
    private int calls;

    Chunks(Question question, Ids ids, int chunkChars) {
      this.question = question;
      this.ids = ids;
      this.chunkChars = chunkChars;
    }

    List<Frame> of(Answer answer) {
      if (provider == Provider.OPENROUTER) {
        frames.add(comment());
      }
      ObjectNode first = Nodes.object().put("role", "assistant").put("content", "");
      if (provider == Provider.OPENAI) {
        first.putNull("refusal");
      }
      chunk(first, null, 0);
      for (Block block : answer.blocks()) {
        block(block);
      }
      usageAtEnd(finishReason(answer), usage(Estimate.of(question, answer)));
      frames.add(Frame.data("[DONE]", 0));
      return frames;
    }

    private void block(Block block) {
      switch (block) {
        case Block.Thinking(String text) -> {
          if (provider != Provider.OPENAI) {
            texts(reasoningField(), text);
          }
        }
        case Block.Text(String text) -> texts("content", text);
        case Block.ToolCall(String name, ObjectNode input) -> toolCall(name, input.toString());
        case Block.WebSearch search -> {
          // Chat Completions tell of it by annotations only.
        }
      }
    }

    private void texts(String field, String text) {
      for (String piece : Estimate.pieces(text, chunkChars)) {
        chunk(Nodes.object().put(field, piece), null, Estimate.tokens(piece.length()));
      }
    }

    private void toolCall(String name, String arguments) {
      int index = calls++;
      toolDelta(call(ids, name, "").put("index", index), 1);
      for (String piece : Estimate.pieces(arguments, chunkChars)) {
        ObjectNode delta = Nodes.object().put("index", index);
        delta.set("function", Nodes.object().put("arguments", piece));
        toolDelta(delta, Estimate.tokens(piece.length()));
      }
    }

    private void toolDelta(ObjectNode call, int tokens) {
      chunk(Nodes.object().set("tool_calls", Nodes.array(call)), null, tokens);
    }

    private void chunk(ObjectNode delta, @Nullable String finishReason, int tokens) {
      ObjectNode chunk = chunk(delta, finishReason);
      if (question.usageInStream()) {
        chunk.putNull("usage");
      }
      frames.add(Frame.data(chunk, tokens));
    }

    private ObjectNode chunk(ObjectNode delta, @Nullable String finishReason) {
      ObjectNode choice = Nodes.object().put("index", 0);
      choice.set("delta", delta);
      choice.putNull("logprobs").put("finish_reason", finishReason);
      ObjectNode chunk = completion(question, ids, "chat.completion.chunk");
      chunk.set("choices", Nodes.array(choice));
      return chunk;
    }

    /** OpenAI tells it where it is asked for, without a choice; the others always, with one. */
    private void usageAtEnd(String finishReason, ObjectNode usage) {
      if (provider == Provider.DEEPSEEK) {
        ObjectNode last = chunk(Nodes.object().put("content", ""), finishReason);
        frames.add(Frame.data(last.set("usage", usage), 0));
        return;
      }
      chunk(Nodes.object(), finishReason, 0);
      if (provider == Provider.OPENROUTER) {
        ObjectNode last = chunk(Nodes.object().put("role", "assistant").put("content", ""), null);
        frames.add(Frame.data(last.set("usage", usage), 0));
      } else if (question.usageInStream()) {
        ObjectNode last = completion(question, ids, "chat.completion.chunk");
        last.set("choices", Nodes.array());
        last.set("usage", usage);
        frames.add(Frame.data(last, 0));
      }
    }
  }

  @Override
  public Frame comment() {
    return provider == Provider.OPENROUTER
        ? Frame.of(": OPENROUTER PROCESSING\n\n", 0)
        : Frame.of(": keep-alive\n\n", 0);
  }

  @Override
  public Frame errorEvent(Fault.Kind kind) {
    ObjectNode error = OpenAiWire.errorNode(provider, OpenAiWire.errorOf(kind));
    if (provider == Provider.OPENROUTER) {
      ObjectNode choice = Nodes.object().put("index", 0);
      choice.set("delta", Nodes.object().put("content", ""));
      choice.put("finish_reason", "error");
      error.put("object", "chat.completion.chunk").set("choices", Nodes.array(choice));
    }
    return Frame.data(error, 0);
  }

  @Override
  public Frame unknownEvent() {
    return Frame.event(
        "unheard_of", Nodes.object().put("object", "unheard.of").set("choices", Nodes.array()), 0);
  }

  @Override
  public Frame malformedEvent() {
    return Frame.data("{\"object\":\"chat.completion.chunk\",\"choices\":[{\"del", 0);
  }
}
