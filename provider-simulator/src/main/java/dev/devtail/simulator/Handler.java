package dev.devtail.simulator;

import dev.devtail.simulator.delivery.Plan;
import dev.devtail.simulator.delivery.Step;
import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Script;
import dev.devtail.simulator.wire.ApiError;
import dev.devtail.simulator.wire.Call;
import dev.devtail.simulator.wire.Dialect;
import dev.devtail.simulator.wire.Endpoint;
import dev.devtail.simulator.wire.Ids;
import dev.devtail.simulator.wire.Refusal;
import dev.devtail.simulator.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Decides what is sent for a request; the same request at the same place gets the same. */
final class Handler {

  /** Faults for this one request, as {@link Fault#parse} reads them. */
  static final String FAULT_HEADER = "x-simulate-fault";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String JSON_TYPE = "application/json";

  private final Provider provider;
  private final Wire wire;
  private final Set<String> keys;
  private final Supplier<Script> script;
  private final InstantSource clock;

  Handler(Provider provider, Set<String> keys, Supplier<Script> script, InstantSource clock) {
    this.provider = provider;
    this.wire = Wire.of(provider);
    this.keys = keys;
    this.script = script;
    this.clock = clock;
  }

  Provider provider() {
    return provider;
  }

  int maxBodyBytes() {
    return wire.maxBodyBytes();
  }

  List<Step> tooLarge(long number) {
    return refused(wire.tooLarge(), Map.of(), new Ids(script.get().seed(), number));
  }

  List<Step> handle(Received request) {
    Script now = script.get();
    Ids ids = new Ids(now.seed(), request.number());
    try {
      return answered(request, now, ids);
    } catch (Refusal refusal) {
      return refused(refusal.error(), Map.of(), ids);
    }
  }

  private List<Step> answered(Received request, Script now, Ids ids) {
    Call unread =
        new Call(
            request.path(), request.query(), request::header, JSON.missingNode(), now.strict());
    wire.authorize(unread, keys);
    Endpoint endpoint =
        wire.endpoint(request.method(), request.path(), request.query())
            .orElseThrow(() -> new Refusal(wire.noSuchPath(request.method(), request.path())));
    return switch (endpoint) {
      case Endpoint.Lookup(var lookup) ->
          steps(200, JSON.writeValueAsBytes(lookup.apply(read(request, unread))), Map.of(), ids);
      case Endpoint.Model(Dialect dialect) ->
          model(dialect, read(request, unread), request, now, ids);
    };
  }

  private Call read(Received request, Call unread) {
    if (request.body().length == 0) {
      return unread;
    }
    try {
      JsonNode body = JSON.readTree(request.body());
      return new Call(unread.path(), unread.query(), unread.header(), body, unread.strict());
    } catch (JacksonException malformed) {
      throw new Refusal(wire.malformed(malformed.getOriginalMessage()));
    }
  }

  private List<Step> model(Dialect dialect, Call call, Received request, Script now, Ids ids) {
    Question question = dialect.read(call);
    List<Fault> faults = new ArrayList<>(asked(call));
    if (faults.isEmpty()) {
      faults.addAll(now.faults(question, request.number()));
    }
    for (Fault fault : faults) {
      if (fault instanceof Fault.Refused(Fault.Kind kind, var retryAfter)) {
        return refused(wire.error(kind), retryAfter.header(clock.instant()), ids);
      }
      if (fault instanceof Fault.ErrorEvent(Fault.Kind kind, var where)
          && (!question.stream() || where == Fault.Where.BEFORE_HEAD)) {
        return refused(wire.error(kind), Map.of(), ids);
      }
    }
    Answer answer = now.answer(question, request.number());
    Plan plan = new Plan(faults, now.pace(), new SplittableRandom(now.seed() + request.number()));
    Map<String, String> headers = new HashMap<>();
    headers.put(wire.idHeader(), ids.answer("req_"));
    if (question.stream()) {
      headers.put("content-type", dialect.streamType());
      headers.put("cache-control", "no-cache");
      return plan.stream(
          dialect, headers, dialect.stream(question, answer, ids, now.pace().chunkChars()));
    }
    headers.put("content-type", JSON_TYPE);
    return plan.whole(
        headers, dialect.whole(question, answer, ids), dialect.tokens(question, answer));
  }

  private List<Fault> asked(Call call) {
    try {
      return Fault.parse(call.header().apply(FAULT_HEADER));
    } catch (IllegalArgumentException unknown) {
      throw new Refusal(
          new ApiError(400, "invalid_request_error", FAULT_HEADER + ": " + unknown.getMessage()));
    }
  }

  private List<Step> refused(ApiError error, Map<String, String> headers, Ids ids) {
    return steps(error.status(), wire.body(error, ids), headers, ids);
  }

  private List<Step> steps(int status, byte[] body, Map<String, String> more, Ids ids) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put(wire.idHeader(), ids.answer("req_"));
    headers.put("content-type", JSON_TYPE);
    headers.put("content-length", Integer.toString(body.length));
    return List.of(new Step.Head(status, headers), new Step.Send(body));
  }

  static List<Step> nowhere(String path) {
    byte[] body =
        "No provider is at %s. There are: %s%n"
            .formatted(
                path,
                String.join(", ", Arrays.stream(Provider.values()).map(Provider::path).toList()))
            .getBytes(StandardCharsets.UTF_8);
    return List.of(
        new Step.Head(
            404,
            Map.of("content-type", "text/plain", "content-length", Integer.toString(body.length))),
        new Step.Send(body));
  }
}
