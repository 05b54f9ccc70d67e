package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Block;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Question.Thoughts;
import dev.devtail.simulator.script.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generate Content. Calls of functions have no ids; the first of them carries the signature of what
 * was thought.
 */
final class GeminiDialect implements Dialect {

  private final String model;
  private final boolean stream;

  /** As events; otherwise a stream is one long list. */
  private final boolean events;

  GeminiDialect(String model, boolean stream, boolean events) {
    this.model = model;
    this.stream = stream;
    this.events = events;
  }

  @Override
  public Question read(Call call) {
    return GeminiRequest.read(call, model, stream);
  }

  @Override
  public byte[] whole(Question question, Answer answer, Ids ids) {
    ArrayNode parts = Nodes.array();
    for (Part part : parts(question, answer, Integer.MAX_VALUE)) {
      parts.add(part.node());
    }
    return Nodes.bytes(
        response(
            parts,
            finishReason(answer),
            answer,
            usage(Estimate.of(question, answer)),
            question,
            ids));
  }

  private record Part(ObjectNode node, int tokens) {}

  private static List<Part> parts(Question question, Answer answer, int chunkChars) {
    List<Part> parts = new ArrayList<>();
    @Nullable String signature = null;
    for (Block block : answer.blocks()) {
      switch (block) {
        case Block.Thinking(String text) -> {
          signature = Signatures.sign(Provider.GEMINI, text);
          if (question.thinking() == Thoughts.SHOWN) {
            for (String piece : Estimate.pieces(text, chunkChars)) {
              parts.add(text(piece, true));
            }
          }
        }
        case Block.Text(String text) -> {
          for (String piece : Estimate.pieces(text, chunkChars)) {
            parts.add(text(piece, false));
          }
        }
        case Block.ToolCall(String name, ObjectNode input) -> {
          ObjectNode part =
              Nodes.object()
                  .set("functionCall", Nodes.object().put("name", name).set("args", input));
          boolean first = parts.stream().noneMatch(other -> other.node().has("functionCall"));
          if (first) {
            part.put(
                "thoughtSignature",
                signature == null ? Signatures.sign(Provider.GEMINI, name) : signature);
          }
          parts.add(new Part(part, Estimate.tokens(input.toString().length())));
        }
        case Block.WebSearch search -> {
          // Told as grounding of the whole.
        }
      }
    }
    return parts;
  }

  private static Part text(String piece, boolean thought) {
    ObjectNode part = Nodes.object().put("text", piece);
    if (thought) {
      part.put("thought", true);
    }
    return new Part(part, Estimate.tokens(piece.length()));
  }

  private static ObjectNode response(
      ArrayNode parts,
      @Nullable String finishReason,
      Answer answer,
      ObjectNode usage,
      Question question,
      Ids ids) {
    ObjectNode candidate = Nodes.object();
    candidate.set("content", Nodes.object().put("role", "model").set("parts", parts));
    if (finishReason != null) {
      candidate.put("finishReason", finishReason);
      grounding(answer, candidate);
    }
    candidate.put("index", 0);
    ObjectNode response = Nodes.object();
    response.set("candidates", Nodes.array(candidate));
    response.set("usageMetadata", usage);
    return response.put("modelVersion", question.model()).put("responseId", ids.answer(""));
  }

  private static void grounding(Answer answer, ObjectNode candidate) {
    ArrayNode queries = Nodes.array();
    ArrayNode chunks = Nodes.array();
    for (Block block : answer.blocks()) {
      if (block instanceof Block.WebSearch(String query, String title, String url)) {
        queries.add(query);
        chunks.add(Nodes.object().set("web", Nodes.object().put("uri", url).put("title", title)));
      }
    }
    if (!queries.isEmpty()) {
      ObjectNode metadata = candidate.putObject("groundingMetadata");
      metadata.set("webSearchQueries", queries);
      metadata.set("groundingChunks", chunks);
    }
  }

  /** Calls of functions end as everything else does. */
  private static String finishReason(Answer answer) {
    return switch (answer.stop()) {
      case DONE -> "STOP";
      case MAX_TOKENS -> "MAX_TOKENS";
      case REFUSAL -> "SAFETY";
    };
  }

  private static ObjectNode usage(Tokens tokens) {
    ObjectNode usage =
        Nodes.object()
            .put("promptTokenCount", tokens.totalInput())
            .put("candidatesTokenCount", tokens.output() - tokens.reasoning())
            .put("totalTokenCount", tokens.totalInput() + tokens.output());
    if (tokens.cacheRead() > 0) {
      usage.put("cachedContentTokenCount", tokens.cacheRead());
    }
    if (tokens.reasoning() > 0) {
      usage.put("thoughtsTokenCount", tokens.reasoning());
    }
    return usage;
  }

  @Override
  public List<Frame> stream(Question question, Answer answer, Ids ids, int chunkChars) {
    Tokens tokens = Estimate.of(question, answer);
    ObjectNode before =
        Nodes.object()
            .put("promptTokenCount", tokens.totalInput())
            .put("totalTokenCount", tokens.totalInput());
    List<Frame> frames = new ArrayList<>();
    for (Part part : parts(question, answer, chunkChars)) {
      frames.add(
          frame(
              response(Nodes.array(part.node()), null, answer, before.deepCopy(), question, ids),
              part.tokens(),
              frames.isEmpty()));
    }
    frames.add(
        frame(
            response(
                Nodes.array(Nodes.object().put("text", "")),
                finishReason(answer),
                answer,
                usage(tokens),
                question,
                ids),
            frames.isEmpty() ? 1 : 0,
            frames.isEmpty()));
    if (!events) {
      frames.add(Frame.of("]", 0));
    }
    return frames;
  }

  private Frame frame(JsonNode chunk, int tokens, boolean first) {
    return events
        ? Frame.of("data: " + chunk + "\r\n\r\n", tokens)
        : new Frame(((first ? "[" : ",\r\n") + chunk).getBytes(StandardCharsets.UTF_8), tokens);
  }

  @Override
  public String streamType() {
    return events ? "text/event-stream" : "application/json; charset=UTF-8";
  }

  @Override
  public Frame errorEvent(Fault.Kind kind) {
    return frame(GeminiWire.errorNode(GeminiWire.errorOf(kind)), 0, false);
  }

  @Override
  public Frame unknownEvent() {
    return frame(Nodes.object().set("unheardOf", Nodes.object().put("of", 1)), 0, false);
  }

  @Override
  public Frame malformedEvent() {
    return Frame.of("data: {\"candidates\": [{\"conte\r\n\r\n", 0);
  }
}
