package dev.devtail.router.role;

import dev.devtail.router.role.ModelDoor.Reply;
import dev.devtail.router.role.RunState.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a role and its model say to each other in one step, in Anthropic's Messages, until the model
 * calls the tool that ends its work.
 */
final class Talk {

  /** Calls of the model in one step. */
  static final int MAX_CALLS = 80;

  /** Answers without the call of a tool; one more, and the step comes to nothing. */
  static final int MAX_REMINDERS = 3;

  /** How often an answer is asked for that was cut off, or that nobody could give. */
  static final int MAX_TRIES = 3;

  /** Tools that one answer may call. */
  private static final int MAX_CALLS_PER_ANSWER = 50;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final RunSpec run;
  private final Role role;
  private final String instructions;
  private final ModelDoor door;
  private final Tools tools;
  private final Purse purse;
  private final List<ObjectNode> messages = new ArrayList<>();
  private String model = "";

  Talk(RunSpec run, Role role, String instructions, ModelDoor door, Tools tools, Purse purse) {
    this.run = run;
    this.role = role;
    this.instructions = instructions;
    this.door = door;
    this.tools = tools;
    this.purse = purse;
  }

  /** What the role has done. */
  record Work(Deed deed, String text) {}

  /** {@code provider/model} that answered last; empty if none has. */
  String model() {
    return model;
  }

  /**
   * @param request what the role is to do
   * @throws RunOverException if it comes to no end
   */
  Work work(String request) throws InterruptedException {
    say(text(request));
    int reminders = 0;
    for (int call = 0; call < MAX_CALLS; call++) {
      ArrayNode answer = ask();
      if (!answer.isEmpty()) {
        messages.add(message("assistant", answer));
      }
      List<JsonNode> calls = calls(answer);
      if (calls.isEmpty()) {
        if (reminders++ == MAX_REMINDERS) {
          throw new RunOverException(
              Ending.FAILED,
              "The %s's model %s has not called %s."
                  .formatted(role.label(), model, Tool.finishing(role)));
        }
        remind(answer.isEmpty());
        continue;
      }
      ArrayNode results = JSON.createArrayNode();
      for (JsonNode one : calls) {
        Tools.Result result =
            results.size() < MAX_CALLS_PER_ANSWER
                ? tools.call(one.path("name").asString(""), one.path("input"))
                : new Tools.Result.Wrong("These are too many calls at once.");
        switch (result) {
          case Tools.Result.Said(String text) -> results.add(result(one, text, false));
          case Tools.Result.Wrong(String text) -> results.add(result(one, text, true));
          case Tools.Result.Finished(Deed deed, String text) -> {
            return new Work(deed, text);
          }
        }
      }
      messages.add(message("user", results));
    }
    throw new RunOverException(
        Ending.FAILED,
        "The %s has called its model %d times in one step, and no more are allowed."
            .formatted(role.label(), MAX_CALLS));
  }

  private ArrayNode ask() throws InterruptedException {
    String cut = "";
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      purse.requireRoom();
      switch (Awaited.value(door.ask(run, role, request()))) {
        case Reply.Answered answered -> {
          model = answered.model();
          purse.add(answered.usage(), answered.cost());
          return answered.content();
        }
        case Reply.Broken broken -> {
          model = broken.model();
          purse.add(broken.usage(), broken.cost());
          cut = broken.reason();
        }
        case Reply.Later(String reason, Duration pause) -> {
          cut = reason;
          Awaited.maybe(Mono.delay(pause));
        }
        case Reply.NoMoney(String reason) ->
            throw new RunOverException(Ending.OUT_OF_MONEY, reason);
        case Reply.Refused(String reason) -> throw new RunOverException(Ending.FAILED, reason);
      }
    }
    throw new RunOverException(Ending.FAILED, cut);
  }

  /** What comes again in the next call is to be read from the provider's cache. */
  private ObjectNode request() {
    ObjectNode request = JSON.createObjectNode();
    ObjectNode system = text(instructions);
    system.set("cache_control", ephemeral());
    request.putArray("system").add(system);
    request.set("tools", Tool.definitions(role));
    ArrayNode all = request.putArray("messages");
    messages.forEach(message -> all.add(message.deepCopy()));
    JsonNode last = all.get(all.size() - 1).path("content");
    if (last.get(last.size() - 1) instanceof ObjectNode block) {
      block.set("cache_control", ephemeral());
    }
    return request;
  }

  private static ObjectNode ephemeral() {
    return JSON.createObjectNode().put("type", "ephemeral");
  }

  private static List<JsonNode> calls(ArrayNode answer) {
    return answer
        .valueStream()
        .filter(block -> block.path("type").asString("").equals("tool_use"))
        .toList();
  }

  /** Where nothing was said there is nothing to answer: the same is asked again. */
  private void remind(boolean silent) {
    if (!silent) {
      say(
          text(
              "Go on with your tools. When your work is done, call %s."
                  .formatted(Tool.finishing(role))));
    }
  }

  private void say(ObjectNode block) {
    messages.add(message("user", JSON.createArrayNode().add(block)));
  }

  private static ObjectNode message(String role, ArrayNode content) {
    ObjectNode message = JSON.createObjectNode().put("role", role);
    message.set("content", content);
    return message;
  }

  private static ObjectNode text(String text) {
    return JSON.createObjectNode().put("type", "text").put("text", text);
  }

  private static ObjectNode result(JsonNode call, String text, boolean wrong) {
    ObjectNode result =
        JSON.createObjectNode()
            .put("type", "tool_result")
            .put("tool_use_id", call.path("id").asString(""))
            .put("content", text);
    if (wrong) {
      result.put("is_error", true);
    }
    return result;
  }
}
