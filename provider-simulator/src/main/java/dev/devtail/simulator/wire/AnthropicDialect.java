package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Block;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Question.Thoughts;
import dev.devtail.simulator.script.Stop;
import dev.devtail.simulator.script.Tokens;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages: whole, and as a stream of {@code message_start}, blocks and {@code message_stop}. */
final class AnthropicDialect implements Dialect {

  @Override
  public Question read(Call call) {
    return AnthropicRequest.read(call);
  }

  @Override
  public byte[] whole(Question question, Answer answer, Ids ids) {
    Tokens tokens = Estimate.of(question, answer);
    ObjectNode message = message(question, ids);
    ArrayNode content = Nodes.array();
    for (Block block : answer.blocks()) {
      content.addAll(blocks(block, question, ids));
    }
    message.set("content", content);
    message.put("stop_reason", stopReason(answer));
    message.putNull("stop_sequence");
    message.set("usage", usage(tokens, tokens.output()));
    return Nodes.bytes(message);
  }

  private static ObjectNode message(Question question, Ids ids) {
    return Nodes.object()
        .put("id", ids.answer("msg_01"))
        .put("type", "message")
        .put("role", "assistant")
        .put("model", question.model());
  }

  /** Blocks as they are in the end. */
  private static List<JsonNode> blocks(Block block, Question question, Ids ids) {
    return switch (block) {
      case Block.Thinking(String text) ->
          question.thinking() == Thoughts.NONE
              ? List.of()
              : List.of(
                  Nodes.object()
                      .put("type", "thinking")
                      .put("thinking", question.thinking() == Thoughts.SHOWN ? text : "")
                      .put("signature", Signatures.sign(Provider.ANTHROPIC, text)));
      case Block.Text(String text) -> List.of(Nodes.object().put("type", "text").put("text", text));
      case Block.ToolCall(String name, ObjectNode input) ->
          List.of(
              Nodes.object()
                  .put("type", "tool_use")
                  .put("id", ids.next("toolu_01"))
                  .put("name", name)
                  .set("input", input));
      case Block.WebSearch search -> search(search, ids.next("srvtoolu_01"));
    };
  }

  private static List<JsonNode> search(Block.WebSearch search, String id) {
    return List.of(
        Nodes.object()
            .put("type", "server_tool_use")
            .put("id", id)
            .put("name", "web_search")
            .set("input", Nodes.object().put("query", search.query())),
        Nodes.object()
            .put("type", "web_search_tool_result")
            .put("tool_use_id", id)
            .set(
                "content",
                Nodes.array(
                    Nodes.object()
                        .put("type", "web_search_result")
                        .put("title", search.title())
                        .put("url", search.url())
                        .put("encrypted_content", Signatures.sign(Provider.ANTHROPIC, search.url()))
                        .putNull("page_age"))));
  }

  private static String stopReason(Answer answer) {
    return switch (answer.stop()) {
      case Stop.DONE -> answer.callsTool() ? "tool_use" : "end_turn";
      case Stop.MAX_TOKENS -> "max_tokens";
      case Stop.REFUSAL -> "refusal";
    };
  }

  private static ObjectNode usage(Tokens tokens, long output) {
    ObjectNode usage =
        Nodes.object()
            .put("input_tokens", tokens.input())
            .put("cache_creation_input_tokens", tokens.cacheWrite5m() + tokens.cacheWrite1h())
            .put("cache_read_input_tokens", tokens.cacheRead());
    usage.set(
        "cache_creation",
        Nodes.object()
            .put("ephemeral_5m_input_tokens", tokens.cacheWrite5m())
            .put("ephemeral_1h_input_tokens", tokens.cacheWrite1h()));
    usage.put("output_tokens", output).put("service_tier", "standard");
    if (tokens.webSearches() > 0) {
      usage.set("server_tool_use", Nodes.object().put("web_search_requests", tokens.webSearches()));
    }
    return usage;
  }

  @Override
  public List<Frame> stream(Question question, Answer answer, Ids ids, int chunkChars) {
    Tokens tokens = Estimate.of(question, answer);
    List<Frame> frames = new ArrayList<>();
    ObjectNode message = message(question, ids);
    message.set("content", Nodes.array());
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", usage(tokens, Math.min(1, tokens.output())));
    frames.add(event(typed("message_start").set("message", message), 0));
    int index = 0;
    for (Block block : answer.blocks()) {
      for (JsonNode done : blocks(block, question, ids)) {
        block((ObjectNode) done, index, chunkChars, frames);
        index++;
      }
    }
    ObjectNode delta = typed("message_delta");
    delta.set(
        "delta", Nodes.object().put("stop_reason", stopReason(answer)).putNull("stop_sequence"));
    ObjectNode used = usage(tokens, tokens.output());
    used.remove(List.of("cache_creation", "service_tier"));
    delta.set("usage", used);
    frames.add(event(delta, 0));
    frames.add(event(typed("message_stop"), 0));
    return frames;
  }

  private static void block(ObjectNode done, int index, int chunkChars, List<Frame> frames) {
    ObjectNode start = done.deepCopy();
    List<Frame> deltas = new ArrayList<>();
    switch (done.path("type").asString()) {
      case "text" -> {
        start.put("text", "");
        pieces(done, "text", "text_delta", index, chunkChars, deltas);
      }
      case "thinking" -> {
        start.put("thinking", "").put("signature", "");
        pieces(done, "thinking", "thinking_delta", index, chunkChars, deltas);
        deltas.add(
            delta(index, "signature_delta", "signature", done.path("signature").asString(), 1));
      }
      case "tool_use", "server_tool_use" -> {
        start.set("input", Nodes.object());
        // As the API does: an empty piece first.
        deltas.add(delta(index, "input_json_delta", "partial_json", "", 1));
        for (String piece : Estimate.pieces(done.path("input").toString(), chunkChars)) {
          deltas.add(
              delta(
                  index,
                  "input_json_delta",
                  "partial_json",
                  piece,
                  Estimate.tokens(piece.length())));
        }
      }
      default -> {
        // Comes whole.
      }
    }
    frames.add(
        event(typed("content_block_start").put("index", index).set("content_block", start), 0));
    if (index == 0) {
      frames.add(event(typed("ping"), 0));
    }
    frames.addAll(deltas);
    frames.add(event(typed("content_block_stop").put("index", index), 0));
  }

  private static void pieces(
      ObjectNode done, String field, String type, int index, int chunkChars, List<Frame> deltas) {
    for (String piece : Estimate.pieces(done.path(field).asString(), chunkChars)) {
      deltas.add(delta(index, type, field, piece, Estimate.tokens(piece.length())));
    }
  }

  private static Frame delta(int index, String type, String field, String value, int tokens) {
    return event(
        typed("content_block_delta")
            .put("index", index)
            .set("delta", Nodes.object().put("type", type).put(field, value)),
        tokens);
  }

  private static ObjectNode typed(String type) {
    return Nodes.object().put("type", type);
  }

  private static Frame event(JsonNode data, int tokens) {
    return Frame.event(data.path("type").asString(), data, tokens);
  }

  static ObjectNode error(ApiError error) {
    return typed("error")
        .set("error", Nodes.object().put("type", error.type()).put("message", error.message()));
  }

  @Override
  public Frame errorEvent(Fault.Kind kind) {
    return event(error(AnthropicWire.errorOf(kind)), 0);
  }

  @Override
  public Frame unknownEvent() {
    return event(typed("unheard_of").put("of", 1), 0);
  }

  @Override
  public Frame malformedEvent() {
    return Frame.event(
        "content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"te", 0);
  }
}
