package dev.devtail.router.role.models;

import dev.devtail.kit.fault.Fault;
import dev.devtail.router.catalog.Catalog;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.relay.Relay;
import dev.devtail.router.relay.RelayCall;
import dev.devtail.router.role.ModelDoor;
import dev.devtail.router.role.Role;
import dev.devtail.router.role.RunSpec;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Price;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@link ModelDoor} by this service's own relay: the same rules, failover, budgets and ledger as
 * for callers from outside. The run is the agent run, the role the agent's role.
 */
public final class RelayDoor implements ModelDoor {

  /** Of one answer. Files that are longer are written in parts. */
  static final int MAX_ANSWER_TOKENS = 16_000;

  private static final String VERSION = "2023-06-01";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Relay relay;
  private final Catalog catalog;

  public RelayDoor(Relay relay, Catalog catalog) {
    this.relay = relay;
    this.catalog = catalog;
  }

  @Override
  public Mono<List<Candidate>> candidates(String user, String session, Role role, String model) {
    ObjectNode request = JSON.createObjectNode().put("model", model);
    request.put("max_tokens", MAX_ANSWER_TOKENS).put("stream", true);
    request.putArray("messages").addObject().put("role", "user").put("content", "?");
    request.putArray("tools").addObject().put("name", "any");
    Headers headers = headers(role).with("devtail-dry-run", "true");
    return collect(user, session, headers, request).map(answer -> candidates(role, model, answer));
  }

  private List<Candidate> candidates(Role role, String model, ReplyCollector answer) {
    String field = role.label() + ".model";
    if (!answer.isOk()) {
      throw Fault.invalid(field, model, answer.error());
    }
    JsonNode decision = answer.json();
    if (decision.path("ways").isEmpty()) {
      throw Fault.invalid(
          field, model, "a model of a provider that is configured; devtail models lists them");
    }
    return decision
        .path("models")
        .valueStream()
        .map(JsonNode::asString)
        .map(name -> new Candidate(name, isPriced(ModelName.parse(name))))
        .toList();
  }

  private boolean isPriced(ModelName model) {
    Price price = price(model);
    return price.input() != null && price.output() != null;
  }

  private Price price(ModelName model) {
    return catalog.facts(model).price();
  }

  @Override
  public Mono<Reply> ask(RunSpec run, Role role, ObjectNode request) {
    ObjectNode whole = request.deepCopy();
    whole.put("model", run.worker(role).model());
    whole.put("max_tokens", MAX_ANSWER_TOKENS).put("stream", true);
    Headers headers = headers(role).with("x-claude-code-session-id", run.id().toString());
    return collect(run.user(), run.session(), headers, whole)
        .map(answer -> answer.reply(this::price));
  }

  private static Headers headers(Role role) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("content-type", "application/json"));
    headers.add(new Header("anthropic-version", VERSION));
    headers.add(new Header("x-claude-code-agent-type", role.label()));
    return new Headers(headers);
  }

  private Mono<ReplyCollector> collect(
      String user, String session, Headers headers, ObjectNode request) {
    RelayCall call =
        new RelayCall(
            user,
            session,
            RelayCall.Operation.MESSAGES,
            "",
            headers,
            JSON.writeValueAsBytes(request));
    return relay.relay(call).collect(ReplyCollector::new, ReplyCollector::add);
  }
}
