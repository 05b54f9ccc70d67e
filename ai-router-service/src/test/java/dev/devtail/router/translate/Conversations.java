package dev.devtail.router.translate;

import dev.devtail.router.protocol.CallerProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Random requests in which every call of a tool has its result. */
final class Conversations {

  private static final JsonMapper JSON = Goldens.JSON;
  private static final List<String> IDS =
      List.of(
          "toolu_%d",
          "call_%d",
          "functions.Bash:%d",
          "call_with_an_id_that_is_longer_than_forty_characters_%d",
          "call_%d_gsig_Q2lRQlZLaGM",
          "ü %d");
  private static final List<String> SIGNATURES =
      List.of("EqQBCkYIARgC", "devtail.openai.ZGVlcHNlZWs", "devtail.gemini.Q2lRQg", "devtail.x");

  private final Random random;
  private final List<ObjectNode> messages = new ArrayList<>();
  private int call;

  Conversations(long seed) {
    random = new Random(seed);
  }

  ObjectNode request(CallerProtocol caller) {
    int turns = 1 + random.nextInt(6);
    return switch (caller) {
      case MESSAGES -> messages(turns);
      case CHAT_COMPLETIONS -> chat(turns);
      case RESPONSES -> responses(turns);
    };
  }

  private ObjectNode messages(int turns) {
    say("user", "content", "text");
    for (int turn = 0; turn < turns; turn++) {
      List<String> ids = ids();
      ArrayNode said = add("assistant").putArray("content");
      for (int i = random.nextInt(3); i > 0; i--) {
        said.addObject()
            .put("type", "thinking")
            .put("thinking", text())
            .put("signature", one(SIGNATURES));
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        text(said, "text");
      }
      for (String id : ids) {
        said.addObject()
            .put("type", "tool_use")
            .put("id", id)
            .put("name", "tool")
            .putObject("input")
            .put("x", text());
      }
      maybeSystem();
      ArrayNode results = add("user").putArray("content");
      for (String id : ids) {
        ObjectNode result = results.addObject().put("type", "tool_result").put("tool_use_id", id);
        if (random.nextBoolean()) {
          image(text(result.putArray("content"), "text"));
        }
        if (random.nextInt(4) == 0) {
          results = add("user").putArray("content");
        }
      }
      if (ids.isEmpty() || random.nextBoolean()) {
        text(results, "text").addObject().put("type", "text").put("text", "Go on.");
      }
      maybeSystem();
    }
    ObjectNode request = JSON.createObjectNode().put("model", "m").put("max_tokens", 100);
    messages.forEach(request.putArray("messages")::add);
    return request;
  }

  private static void image(ArrayNode parts) {
    parts
        .addObject()
        .put("type", "image")
        .putObject("source")
        .put("type", "base64")
        .put("media_type", "image/png")
        .put("data", "AAAA");
  }

  private ObjectNode chat(int turns) {
    say("user", "content", "text");
    for (int turn = 0; turn < turns; turn++) {
      List<String> ids = ids();
      ObjectNode said = add("assistant");
      if (ids.isEmpty() || random.nextBoolean()) {
        said.put("content", "said " + text());
      }
      if (random.nextBoolean()) {
        said.put("reasoning_content", text());
      }
      ArrayNode calls = said.putArray("tool_calls");
      for (String id : ids) {
        calls
            .addObject()
            .put("id", id)
            .put("type", "function")
            .putObject("function")
            .put("name", "tool")
            .put("arguments", random.nextInt(4) == 0 ? "no JSON" : "{\"x\":1}");
      }
      ids.forEach(id -> add("tool").put("tool_call_id", id).put("content", text()));
      if (ids.isEmpty() || random.nextBoolean()) {
        say("user", "content", "text");
      }
      maybeSystem();
    }
    ObjectNode request = JSON.createObjectNode().put("model", "m");
    messages.forEach(request.putArray("messages")::add);
    return request;
  }

  private ObjectNode responses(int turns) {
    say("user", "content", "input_text");
    for (int turn = 0; turn < turns; turn++) {
      List<String> ids = ids();
      if (random.nextBoolean()) {
        ObjectNode thought = JSON.createObjectNode().put("type", "reasoning");
        thought.putArray("summary").addObject().put("type", "summary_text").put("text", text());
        thought.put("encrypted_content", one(SIGNATURES));
        messages.add(thought);
      }
      if (ids.isEmpty() || random.nextBoolean()) {
        say("assistant", "content", "output_text");
      }
      for (String id : ids) {
        messages.add(
            JSON.createObjectNode()
                .put("type", "function_call")
                .put("call_id", id)
                .put("name", "tool")
                .put("arguments", "{}"));
      }
      for (String id : ids) {
        messages.add(
            JSON.createObjectNode()
                .put("type", "function_call_output")
                .put("call_id", id)
                .put("output", text()));
      }
      if (ids.isEmpty() || random.nextBoolean()) {
        say("user", "content", "input_text");
      }
      maybeSystem();
    }
    ObjectNode request = JSON.createObjectNode().put("model", "m");
    messages.forEach(request.putArray("input")::add);
    return request;
  }

  private ObjectNode add(String role) {
    ObjectNode message = JSON.createObjectNode().put("role", role);
    messages.add(message);
    return message;
  }

  private void say(String role, String field, String type) {
    ObjectNode message = add(role);
    if (random.nextBoolean()) {
      message.put(field, "said " + text());
    } else {
      ArrayNode parts = message.putArray(field);
      text(parts, type).addObject().put("type", type).put("text", "Well.");
    }
  }

  private void maybeSystem() {
    if (random.nextInt(5) == 0) {
      add("system").put("content", "Mind the time.");
    }
  }

  private ArrayNode text(ArrayNode parts, String type) {
    parts.addObject().put("type", type).put("text", text());
    return parts;
  }

  private String text() {
    return one(List.of("", " ", "Grüß dich 😀", "a\nb\"c\\", "text"));
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      ids.add(one(IDS).formatted(call));
      call++;
    }
    return ids;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
