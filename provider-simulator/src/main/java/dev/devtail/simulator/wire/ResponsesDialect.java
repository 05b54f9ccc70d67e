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

/** The Responses API: items, whole and as they come to be. */
final class ResponsesDialect implements Dialect {

  @Override
  public Question read(Call call) {
    return ResponsesRequest.read(call);
  }

  @Override
  public byte[] whole(Question question, Answer answer, Ids ids) {
    return Nodes.bytes(done(question, answer, items(question, answer, ids), ids));
  }

  private static ObjectNode response(Question question, Ids ids, String status) {
    ObjectNode response =
        Nodes.object()
            .put("id", ids.answer("resp_"))
            .put("object", "response")
            .put("created_at", ChatDialect.CREATED)
            .put("status", status)
            .putNull("error")
            .putNull("incomplete_details")
            .putNull("instructions")
            .putNull("max_output_tokens")
            .put("model", question.model());
    response.set("output", Nodes.array());
    return response
        .put("parallel_tool_calls", true)
        .putNull("previous_response_id")
        .put("store", false)
        .put("tool_choice", "auto")
        .put("truncation", "disabled")
        .putNull("usage");
  }

  private static ObjectNode done(
      Question question, Answer answer, List<ObjectNode> items, Ids ids) {
    boolean cutShort = answer.stop() == Stop.MAX_TOKENS;
    ObjectNode response = response(question, ids, cutShort ? "incomplete" : "completed");
    if (cutShort) {
      response.set("incomplete_details", Nodes.object().put("reason", "max_output_tokens"));
    }
    response.set("output", Nodes.array(items.toArray(JsonNode[]::new)));
    Tokens tokens = Estimate.of(question, answer);
    ObjectNode usage = Nodes.object().put("input_tokens", tokens.totalInput());
    usage.set("input_tokens_details", Nodes.object().put("cached_tokens", tokens.cacheRead()));
    usage.put("output_tokens", tokens.output());
    usage.set("output_tokens_details", Nodes.object().put("reasoning_tokens", tokens.reasoning()));
    usage.put("total_tokens", tokens.totalInput() + tokens.output());
    response.set("usage", usage);
    return response;
  }

  private static List<ObjectNode> items(Question question, Answer answer, Ids ids) {
    List<ObjectNode> items = new ArrayList<>();
    for (Block block : answer.blocks()) {
      items.add(
          switch (block) {
            case Block.Thinking(String text) -> reasoning(question, text, ids);
            case Block.Text(String text) -> message(answer, text, ids);
            case Block.ToolCall(String name, ObjectNode input) ->
                Nodes.object()
                    .put("id", ids.next("fc_"))
                    .put("type", "function_call")
                    .put("status", "completed")
                    .put("arguments", input.toString())
                    .put("call_id", ids.next("call_"))
                    .put("name", name);
            case Block.WebSearch search ->
                Nodes.object()
                    .put("id", ids.next("ws_"))
                    .put("type", "web_search_call")
                    .put("status", "completed")
                    .set(
                        "action",
                        Nodes.object().put("type", "search").put("query", search.query()));
          });
    }
    return items;
  }

  private static ObjectNode reasoning(Question question, String text, Ids ids) {
    ArrayNode summary = Nodes.array();
    if (question.thinking() == Thoughts.SHOWN) {
      summary.add(Nodes.object().put("type", "summary_text").put("text", text));
    }
    ObjectNode item = Nodes.object().put("id", ids.next("rs_")).put("type", "reasoning");
    item.set("summary", summary);
    return item.put("encrypted_content", Signatures.sign(Provider.OPENAI, text));
  }

  private static ObjectNode message(Answer answer, String text, Ids ids) {
    ObjectNode part =
        answer.stop() == Stop.REFUSAL
            ? Nodes.object().put("type", "refusal").put("refusal", text)
            : outputText(text);
    return Nodes.object()
        .put("id", ids.next("msg_"))
        .put("type", "message")
        .put("status", "completed")
        .put("role", "assistant")
        .set("content", Nodes.array(part));
  }

  private static ObjectNode outputText(String text) {
    ObjectNode part = Nodes.object().put("type", "output_text").put("text", text);
    part.set("annotations", Nodes.array());
    part.set("logprobs", Nodes.array());
    return part;
  }

  @Override
  public List<Frame> stream(Question question, Answer answer, Ids ids, int chunkChars) {
    return new Events(chunkChars).of(question, answer, ids);
  }

  /** Events of one response, numbered. */
  private static final class Events {

    private final int chunkChars;
    private final List<Frame> frames = new ArrayList<>();

    Events(int chunkChars) {
      this.chunkChars = chunkChars;
    }

    List<Frame> of(Question question, Answer answer, Ids ids) {
      ObjectNode begun = response(question, ids, "in_progress");
      event("response.created", Nodes.object().set("response", begun), 0);
      event("response.in_progress", Nodes.object().set("response", begun.deepCopy()), 0);
      List<ObjectNode> items = items(question, answer, ids);
      for (int index = 0; index < items.size(); index++) {
        item(items.get(index), index);
      }
      ObjectNode done = done(question, answer, items, ids);
      event("response." + done.path("status").asString(), Nodes.object().set("response", done), 0);
      return frames;
    }

    private void item(ObjectNode item, int index) {
      ObjectNode begun = item.deepCopy();
      if (begun.has("status")) {
        begun.put("status", "in_progress");
      }
      switch (item.path("type").asString()) {
        case "message" -> begun.set("content", Nodes.array());
        case "reasoning" -> begun.set("summary", Nodes.array());
        case "function_call" -> begun.put("arguments", "");
        default -> {
          // Comes whole.
        }
      }
      event("response.output_item.added", at(index).set("item", begun), 0);
      String id = item.path("id").asString();
      switch (item.path("type").asString()) {
        case "message" -> content((ObjectNode) item.path("content").path(0), id, index);
        case "reasoning" -> {
          if (!item.path("summary").isEmpty()) {
            summary(item.path("summary").path(0), id, index);
          }
        }
        case "function_call" -> arguments(item.path("arguments").asString(), id, index);
        default -> {
          // Nothing in between.
        }
      }
      event("response.output_item.done", at(index).set("item", item), 0);
    }

    private static ObjectNode at(int index) {
      return Nodes.object().put("output_index", index);
    }

    private static ObjectNode within(String id, int index) {
      return at(index).put("item_id", id);
    }

    private void content(ObjectNode part, String id, int index) {
      String field = part.has("text") ? "text" : "refusal";
      String name = part.has("text") ? "response.output_text" : "response.refusal";
      String text = part.path(field).asString();
      ObjectNode empty = part.deepCopy().put(field, "");
      event(
          "response.content_part.added",
          within(id, index).put("content_index", 0).set("part", empty),
          0);
      for (String piece : Estimate.pieces(text, chunkChars)) {
        event(
            name + ".delta",
            within(id, index).put("content_index", 0).put("delta", piece),
            Estimate.tokens(piece.length()));
      }
      event(name + ".done", within(id, index).put("content_index", 0).put(field, text), 0);
      event(
          "response.content_part.done",
          within(id, index).put("content_index", 0).set("part", part.deepCopy()),
          0);
    }

    private void summary(JsonNode part, String id, int index) {
      String text = part.path("text").asString();
      event(
          "response.reasoning_summary_part.added",
          within(id, index)
              .put("summary_index", 0)
              .set("part", Nodes.object().put("type", "summary_text").put("text", "")),
          0);
      for (String piece : Estimate.pieces(text, chunkChars)) {
        event(
            "response.reasoning_summary_text.delta",
            within(id, index).put("summary_index", 0).put("delta", piece),
            Estimate.tokens(piece.length()));
      }
      event(
          "response.reasoning_summary_text.done",
          within(id, index).put("summary_index", 0).put("text", text),
          0);
      event(
          "response.reasoning_summary_part.done",
          within(id, index).put("summary_index", 0).set("part", part.deepCopy()),
          0);
    }

    private void arguments(String arguments, String id, int index) {
      for (String piece : Estimate.pieces(arguments, chunkChars)) {
        event(
            "response.function_call_arguments.delta",
            within(id, index).put("delta", piece),
            Estimate.tokens(piece.length()));
      }
      event(
          "response.function_call_arguments.done",
          within(id, index).put("arguments", arguments),
          0);
    }

    private void event(String type, JsonNode data, int tokens) {
      ObjectNode event = Nodes.object().put("type", type).put("sequence_number", frames.size());
      event.setAll((ObjectNode) data);
      frames.add(Frame.event(type, event, tokens));
    }
  }

  @Override
  public Frame errorEvent(Fault.Kind kind) {
    ApiError error = OpenAiWire.errorOf(kind);
    return Frame.event(
        "error",
        Nodes.object()
            .put("type", "error")
            .put("code", error.code() == null ? error.type() : error.code())
            .put("message", error.message())
            .putNull("param"),
        0);
  }

  @Override
  public Frame unknownEvent() {
    return Frame.event("response.unheard_of", Nodes.object().put("type", "response.unheard_of"), 0);
  }

  @Override
  public Frame malformedEvent() {
    return Frame.event("response.output_text.delta", "{\"type\":\"response.output_te", 0);
  }
}
