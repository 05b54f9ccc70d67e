package dev.devtail.router.relay;

import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.provider.Deployments;
import dev.devtail.router.provider.WellKnownProviders;
import dev.devtail.router.request.MalformedRequestException;
import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.request.RequestReader;
import dev.devtail.router.route.CallFacts;
import dev.devtail.router.route.Decision;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.route.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;

/** Answers calls. */
public final class Relay {

  private final RequestReader reader = new RequestReader();
  private final Rules rules;
  private final Deployments deployments;
  private final Attempts attempts;

  public Relay(Rules rules, Deployments deployments, Attempts attempts) {
    this.rules = rules;
    this.deployments = deployments;
    this.attempts = attempts;
  }

  /** The answer, in the caller's protocol whatever comes; nothing fails but what is our fault. */
  public Flux<AnswerPart> relay(RelayCall call) {
    return Flux.defer(() -> answer(call));
  }

  private Flux<AnswerPart> answer(RelayCall call) {
    CallerProtocol protocol = call.operation().protocol();
    RequestFacts facts;
    try {
      facts = reader.read(call.body());
    } catch (MalformedRequestException malformed) {
      return Flux.just(CallerErrors.invalid(protocol, String.valueOf(malformed.getMessage())));
    }
    Decision decision = decide(call, facts);
    if (decision.candidates().isEmpty()) {
      return Flux.just(CallerErrors.noModel(protocol, nobody(decision)));
    }
    List<Target> targets = targets(decision);
    if (targets.isEmpty()) {
      return Flux.just(CallerErrors.noModel(protocol, unconfigured(decision)));
    }
    return attempts.of(call, facts, decision, targets);
  }

  private Decision decide(RelayCall call, RequestFacts facts) {
    Headers headers = call.headers();
    return rules.decide(
        new CallFacts(
            facts,
            call.user(),
            call.session(),
            requestClass(headers),
            headers.first("x-claude-code-agent-type")));
  }

  /** Sub-agents that say nothing of their class have an id all the same. */
  private static String requestClass(Headers headers) {
    String said = headers.first("x-claude-code-request-class");
    return said.isEmpty() && !headers.first("x-claude-code-agent-id").isEmpty() ? "subagent" : said;
  }

  private List<Target> targets(Decision decision) {
    List<Target> targets = new ArrayList<>();
    for (ModelName model : decision.candidates()) {
      deployments.inOrder(model.provider()).forEach(way -> targets.add(new Target(way, model)));
    }
    return targets;
  }

  private static String nobody(Decision decision) {
    return "No model can answer this: "
        + decision.considered().stream()
            .flatMap(one -> one.whyNot().map(why -> one.what() + ": " + why).stream())
            .collect(Collectors.joining("; "))
        + ".";
  }

  private static String unconfigured(Decision decision) {
    return decision.candidates().stream()
        .map(ModelName::provider)
        .distinct()
        .map(
            provider ->
                "The provider %s is not configured: set %s, or devtail.router.providers.%s."
                    .formatted(provider, WellKnownProviders.keyVariable(provider), provider))
        .collect(Collectors.joining(" "));
  }
}
