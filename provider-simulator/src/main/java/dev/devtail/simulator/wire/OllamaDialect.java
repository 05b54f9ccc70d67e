package dev.devtail.simulator.wire;

import static dev.devtail.simulator.wire.OllamaWire.refused;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Block;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Question.Thoughts;
import dev.devtail.simulator.script.Tokens;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Chat as Ollama has it: an object a line, calls of tools whole, streams unless told otherwise. */
final class OllamaDialect implements Dialect {

  static final String CREATED = "2025-11-13T02:13:20Z";

  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

  /** What it says each token has taken, in nanoseconds. */
  private static final long NANOS_PER_TOKEN = 10_000_000;

  @Override
  public Question read(Call call) {
    JsonNode body = call.body();
    String model = body.path("model").asString("");
    if (model.isEmpty()) {
      throw refused(400, "model is required");
    }
    if (!Provider.OLLAMA.knows(model)) {
      throw refused(404, "model '%s' not found".formatted(model));
    }
    Transcript transcript = new Transcript();
    body.path("messages").forEach(message -> message(message, transcript));
    for (JsonNode tool : body.path("tools")) {
      transcript.tool(tool.path("function").path("name").asString(""), tool.toString().length());
    }
    JsonNode think = body.path("think");
    return transcript.question(
        Provider.OLLAMA,
        model,
        body.path("stream").asBoolean(true),
        !call.header().apply("x-claude-code-agent-id").isEmpty(),
        think.isString() || think.asBoolean(false) ? Thoughts.SHOWN : Thoughts.NONE,
        true);
  }

  private static void message(JsonNode message, Transcript transcript) {
    String role = message.path("role").asString("");
    if (!ROLES.contains(role)) {
      throw refused(400, "invalid role: " + role);
    }
    JsonNode content = message.path("content");
    if (!content.isString() && !content.isMissingNode() && !content.isNull()) {
      throw unmarshal(content, "content", "string");
    }
    for (JsonNode image : message.path("images")) {
      image(image);
    }
    String text = content.asString("");
    switch (role) {
      case "system" -> transcript.system(text);
      case "user" -> transcript.user(text);
      case "assistant" -> assistant(message, text, transcript);
      default -> {
        String tool = message.path("tool_name").asString("");
        transcript.toolCall(tool, tool, 0);
        transcript.toolResult(tool, text);
      }
    }
  }

  private static void image(JsonNode image) {
    try {
      Base64.getDecoder().decode(image.asString(""));
    } catch (IllegalArgumentException malformed) {
      throw refused(400, "illegal base64 data at input byte 0");
    }
  }

  private static void assistant(JsonNode message, String text, Transcript transcript) {
    transcript.assistant(text.length());
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode arguments = call.path("function").path("arguments");
      if (!arguments.isObject()) {
        throw unmarshal(
            arguments, "tool_calls.function.arguments", "api.ToolCallFunctionArguments");
      }
      String name = call.path("function").path("name").asString("");
      transcript.toolCall(name, name, arguments.toString().length());
    }
  }

  private static Refusal unmarshal(JsonNode value, String field, String type) {
    String kind = value.isString() ? "string" : value.isArray() ? "array" : "object";
    return refused(
        400,
        "json: cannot unmarshal %s into Go struct field ChatRequest.messages.%s of type %s"
            .formatted(kind, field, type));
  }

  @Override
  public byte[] whole(Question question, Answer answer, Ids ids) {
    ObjectNode message = Nodes.object().put("role", "assistant").put("content", "");
    int calls = 0;
    for (Block block : answer.blocks()) {
      switch (block) {
        case Block.Thinking(String text) -> {
          if (question.thinking() == Thoughts.SHOWN) {
            message.put("thinking", text);
          }
        }
        case Block.Text(String text) ->
            message.put("content", message.path("content").asString() + text);
        case Block.ToolCall(String name, ObjectNode input) ->
            message.withArray("tool_calls").add(call(ids, calls++, name, input));
        case Block.WebSearch search -> {
          // Not made by it.
        }
      }
    }
    return Nodes.bytes(last(question, answer, message));
  }

  private static ObjectNode call(Ids ids, int index, String name, ObjectNode input) {
    return Nodes.object()
        .put("id", ids.next("call_"))
        .set(
            "function",
            Nodes.object().put("index", index).put("name", name).set("arguments", input));
  }

  private static ObjectNode line(Question question, ObjectNode message) {
    return Nodes.object()
        .put("model", question.model())
        .put("created_at", CREATED)
        .set("message", message);
  }

  private static ObjectNode last(Question question, Answer answer, ObjectNode message) {
    Tokens tokens = Estimate.of(question, answer);
    long promptNanos = tokens.totalInput() * NANOS_PER_TOKEN;
    long answerNanos = tokens.output() * NANOS_PER_TOKEN;
    return line(question, message)
        .put("done", true)
        .put(
            "done_reason",
            switch (answer.stop()) {
              case DONE, REFUSAL -> "stop";
              case MAX_TOKENS -> "length";
            })
        .put("total_duration", promptNanos + answerNanos)
        .put("load_duration", 0)
        .put("prompt_eval_count", tokens.totalInput())
        .put("prompt_eval_duration", promptNanos)
        .put("eval_count", tokens.output())
        .put("eval_duration", answerNanos);
  }

  @Override
  public List<Frame> stream(Question question, Answer answer, Ids ids, int chunkChars) {
    List<Frame> frames = new ArrayList<>();
    int calls = 0;
    for (Block block : answer.blocks()) {
      switch (block) {
        case Block.Thinking(String text) -> {
          if (question.thinking() == Thoughts.SHOWN) {
            pieces(question, "thinking", text, chunkChars, frames);
          }
        }
        case Block.Text(String text) -> pieces(question, "content", text, chunkChars, frames);
        case Block.ToolCall(String name, ObjectNode input) -> {
          ObjectNode message = Nodes.object().put("role", "assistant").put("content", "");
          message.set("tool_calls", Nodes.array(call(ids, calls++, name, input)));
          frames.add(
              frame(
                  line(question, message).put("done", false),
                  Estimate.tokens(input.toString().length())));
        }
        case Block.WebSearch search -> {
          // Not made by it.
        }
      }
    }
    ObjectNode message = Nodes.object().put("role", "assistant").put("content", "");
    frames.add(frame(last(question, answer, message), frames.isEmpty() ? 1 : 0));
    return frames;
  }

  private static void pieces(
      Question question, String field, String text, int chunkChars, List<Frame> frames) {
    for (String piece : Estimate.pieces(text, chunkChars)) {
      ObjectNode message = Nodes.object().put("role", "assistant").put("content", "");
      message.put(field, piece);
      frames.add(
          frame(line(question, message).put("done", false), Estimate.tokens(piece.length())));
    }
  }

  private static Frame frame(JsonNode line, int tokens) {
    return Frame.of(line + "\n", tokens);
  }

  @Override
  public String streamType() {
    return "application/x-ndjson";
  }

  @Override
  public Frame errorEvent(Fault.Kind kind) {
    return frame(Nodes.object().put("error", OllamaWire.errorOf(kind).message()), 0);
  }

  @Override
  public Frame unknownEvent() {
    return frame(Nodes.object().put("unheard_of", 1), 0);
  }

  @Override
  public Frame malformedEvent() {
    return Frame.of("{\"model\":\"qwen3:8b\",\"mess\n", 0);
  }

  /** There are none in its streams; an empty line is the closest. */
  @Override
  public Frame comment() {
    return Frame.of("\n", 0);
  }
}
