package dev.devtail.router.role;

import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Models that say what a test has them say. Each answer costs a cent. */
final class ScriptedDoor implements ModelDoor {

  static final BigDecimal CENT = new BigDecimal("0.01");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<Role, Deque<Mono<Reply>>> answers = new EnumMap<>(Role.class);
  private final List<String> asked = new ArrayList<>();
  private boolean priced = true;
  private int ids;

  private Deque<Mono<Reply>> of(Role role) {
    return answers.computeIfAbsent(role, none -> new ArrayDeque<>());
  }

  /** The role calls a tool. Without a script it says nothing of use. */
  ScriptedDoor calls(Role role, String tool, String json) {
    ArrayNode content = JSON.createArrayNode();
    content
        .addObject()
        .put("type", "tool_use")
        .put("id", "toolu_" + ids++)
        .put("name", tool)
        .set("input", JSON.readTree(json));
    return then(role, answered(content, Optional.of(CENT)));
  }

  ScriptedDoor says(Role role, String text) {
    ArrayNode content = JSON.createArrayNode();
    content.addObject().put("type", "text").put("text", text);
    return then(role, answered(content, Optional.of(CENT)));
  }

  static Reply answered(ArrayNode content, Optional<BigDecimal> cost) {
    return new Reply.Answered("anthropic/test", content, new Usage(10, 0, 0, 0, 5, 0, 0), cost);
  }

  ScriptedDoor then(Role role, Reply reply) {
    return then(role, Mono.just(reply));
  }

  synchronized ScriptedDoor then(Role role, Mono<Reply> reply) {
    of(role).add(reply);
    return this;
  }

  ScriptedDoor plans() {
    return calls(Role.PLANNER, "submit_plan", "{\"plan\": \"Mend it.\"}");
  }

  ScriptedDoor writes(String path, String content) {
    ObjectNode input = JSON.createObjectNode().put("path", path).put("content", content);
    return calls(Role.EDITOR, "write_file", input.toString());
  }

  ScriptedDoor finishes() {
    return calls(Role.EDITOR, "finish_editing", "{\"summary\": \"Mended.\"}");
  }

  ScriptedDoor approves() {
    return calls(Role.REVIEWER, "approve", "{\"comments\": \"Good.\"}");
  }

  ScriptedDoor sendsBack(String why) {
    ObjectNode input = JSON.createObjectNode().put("comments", why);
    return calls(Role.REVIEWER, "send_back", input.toString());
  }

  ScriptedDoor unpriced() {
    priced = false;
    return this;
  }

  @Override
  public Mono<List<Candidate>> candidates(String user, String session, Role role, String model) {
    return Mono.just(List.of(new Candidate("anthropic/" + model, priced)));
  }

  @Override
  public synchronized Mono<Reply> ask(RunSpec run, Role role, ObjectNode request) {
    asked.add(request.toString());
    Mono<Reply> next = of(role).poll();
    if (next != null) {
      return next;
    }
    ArrayNode content = JSON.createArrayNode();
    content.addObject().put("type", "text").put("text", "Well.");
    return Mono.just(answered(content, Optional.of(CENT)));
  }

  /** All requests, in their order. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** The last request. */
  synchronized String last() {
    return asked.getLast();
  }
}
