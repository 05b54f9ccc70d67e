package dev.devtail.router.relay;

import dev.devtail.kit.fault.Fault;
import dev.devtail.router.budget.Admission;
import dev.devtail.router.budget.BudgetExceededException;
import dev.devtail.router.budget.Budgets;
import dev.devtail.router.budget.Spender;
import dev.devtail.router.budget.WorstCost;
import dev.devtail.router.cache.ResponseCache;
import dev.devtail.router.catalog.Catalog;
import dev.devtail.router.catalog.ModelFacts;
import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.provider.Deployment;
import dev.devtail.router.provider.Deployments;
import dev.devtail.router.provider.WellKnownProviders;
import dev.devtail.router.request.MalformedRequestException;
import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.request.RequestReader;
import dev.devtail.router.request.SubAgentTag;
import dev.devtail.router.route.CallFacts;
import dev.devtail.router.route.Decision;
import dev.devtail.router.route.Fit;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.route.Rules;
import dev.devtail.router.window.Measure;
import dev.devtail.router.window.Strategy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;

/** Answers calls. */
public final class Relay {

  /**
   * Longest request that is read where it arrives: on an event loop, which has keys to look after.
   * Half a millisecond's reading, or translating.
   */
  private static final int MAX_BYTES_ON_LOOP = 64 * 1024;

  private final RequestReader reader = new RequestReader();
  private final Rules rules;
  private final Deployments deployments;
  private final Catalog catalog;
  private final Budgets budgets;
  private final Ledger ledger;
  private final Caching caching;
  private final Shortening shortening;
  private final Attempts attempts;
  private final InstantSource clock;
  private final Supplier<String> requestIds;
  private final Supplier<UUID> ids;

  /**
   * @param ledger for what no budget lets in
   * @param window for what fits into no model
   * @param requestIds what callers know calls by: letters, digits, {@code _} and {@code -}
   * @param ids time ordered
   */
  public Relay(
      Rules rules,
      Deployments deployments,
      Catalog catalog,
      Budgets budgets,
      Ledger ledger,
      ResponseCache cache,
      WindowSettings window,
      Attempts attempts,
      InstantSource clock,
      Supplier<String> requestIds,
      Supplier<UUID> ids) {
    this.rules = rules;
    this.deployments = deployments;
    this.catalog = catalog;
    this.budgets = budgets;
    this.ledger = ledger;
    this.caching = new Caching(cache);
    this.shortening =
        new Shortening(window, catalog, new Summaries(window.summaryModel(), this::relay));
    this.attempts = attempts;
    this.clock = clock;
    this.requestIds = requestIds;
    this.ids = ids;
  }

  /** The answer, in the caller's protocol whatever comes; nothing fails but what is our fault. */
  public Flux<AnswerPart> relay(RelayCall call) {
    Flux<AnswerPart> answer = Flux.defer(() -> answer(call));
    return call.body().length > MAX_BYTES_ON_LOOP
        ? answer.subscribeOn(Schedulers.parallel(), false)
        : answer;
  }

  private Flux<AnswerPart> answer(RelayCall call) {
    CallerErrors errors = new CallerErrors(call.operation().protocol(), requestIds.get());
    RequestFacts facts;
    try {
      facts = reader.read(call.body());
    } catch (MalformedRequestException malformed) {
      return Flux.just(errors.invalid(String.valueOf(malformed.getMessage())));
    }
    SubAgentTag tag = facts.subAgentTag();
    if (tag == null) {
      return answer(call, facts, errors);
    }
    byte[] rest = tag.cutFrom(call.body());
    return answer(call.with(rest), reader.read(rest).asking(tag.model()), errors);
  }

  private Flux<AnswerPart> answer(RelayCall call, RequestFacts facts, CallerErrors errors) {
    Measure measure = shortening.measure(call, facts);
    Decision decision = decide(call, facts, measure);
    if (decision.candidates().isEmpty()) {
      return Flux.just(errors.noModel(nobody(decision)));
    }
    List<Target> targets = targets(decision);
    List<Strategy> strategies;
    try {
      strategies = shortening.strategies(call.headers());
    } catch (IllegalArgumentException unknown) {
      return Flux.just(errors.invalid(Shortening.HEADER + ": " + unknown.getMessage()));
    }
    ModelName first = decision.candidates().getFirst();
    if (DryRun.isAskedFor(call.headers())) {
      long room = shortening.room(measure, first);
      return Flux.just(
          DryRun.answer(decision, facts, targets, measure.tokens(first, room), room, strategies));
    }
    if (targets.isEmpty()) {
      return Flux.just(errors.noModel(unconfigured(decision)));
    }
    if (call.operation() == RelayCall.Operation.COUNT_TOKENS && !canCount(targets.getFirst())) {
      return Flux.just(DryRun.tokens(measure.closely(first).likely()));
    }
    Prepared prepared = new Prepared(errors, clock.instant(), call, facts, decision, "");
    return decision.tooLong() && call.operation() != RelayCall.Operation.COUNT_TOKENS
        ? shortening
            .before(call, measure, targets.getFirst().model())
            .flatMapMany(fitted -> answer(fitted, prepared, targets))
        : admitted(prepared, targets);
  }

  private Flux<AnswerPart> answer(Fitted fitted, Prepared prepared, List<Target> targets) {
    return switch (fitted) {
      case Fitted.AsItIs() -> admitted(prepared, targets);
      case Fitted.Refused(long tokens, long context) ->
          Flux.just(prepared.errors().tooLong(tokens, context));
      case Fitted.Shorter(RelayCall call, RequestFacts facts, String report) ->
          admitted(prepared.as(call, facts, report), targets);
    };
  }

  private Flux<AnswerPart> admitted(Prepared prepared, List<Target> targets) {
    CallerErrors errors = prepared.errors();
    return admit(prepared)
        .flatMapMany(admission -> answer(prepared, targets, admission))
        .onErrorResume(
            BudgetExceededException.class,
            exceeded -> {
              account(prepared, new Budgets.Unbounded(ledger)).settle(Outcome.REFUSED);
              return Flux.just(errors.noMoney(exceeded));
            })
        .onErrorResume(Fault.class, fault -> Flux.just(errors.unavailable(fault)));
  }

  private Mono<Admission> admit(Prepared prepared) {
    if (prepared.call().operation() == RelayCall.Operation.COUNT_TOKENS) {
      return Mono.just(new FreeOfCharge());
    }
    Headers headers = prepared.call().headers();
    Spender spender =
        new Spender(
            prepared.call().user(),
            prepared.call().session(),
            prepared.agentRole(),
            headers.first("x-claude-code-session-id"));
    List<ModelFacts> models =
        prepared.decision().candidates().stream().map(catalog::facts).toList();
    return budgets.admit(spender, WorstCost.of(prepared.facts(), models));
  }

  private Flux<AnswerPart> answer(Prepared prepared, List<Target> targets, Admission admission) {
    CallAccount account = account(prepared, admission);
    return caching
        .answer(
            prepared,
            account,
            asked -> attempts.of(prepared, targets, asked, warnings(admission), shortening))
        .doFinally(
            // Behind the attempt, which says what was used.
            how -> account.settle(how == SignalType.CANCEL ? Outcome.CANCELLED : Outcome.FAILED));
  }

  private CallAccount account(Prepared prepared, Admission admission) {
    return new CallAccount(ids.get(), prepared, admission, model -> catalog.facts(model).price());
  }

  private static List<Header> warnings(Admission admission) {
    return admission.warnings().stream()
        .map(warning -> new Header("devtail-budget-warning", warning))
        .toList();
  }

  /** Others than Anthropic count by other rules, or not at all. */
  private static boolean canCount(Target target) {
    return target.deployment().protocol() == ProviderProtocol.ANTHROPIC;
  }

  private Decision decide(RelayCall call, RequestFacts facts, Fit fit) {
    Headers headers = call.headers();
    return rules.decide(
        new CallFacts(
            facts,
            call.user(),
            call.session(),
            requestClass(headers),
            headers.first("x-claude-code-agent-type")),
        fit);
  }

  /** Sub-agents that say nothing of their class have an id all the same. */
  private static String requestClass(Headers headers) {
    String said = headers.first("x-claude-code-request-class");
    return said.isEmpty() && !headers.first("x-claude-code-agent-id").isEmpty() ? "subagent" : said;
  }

  private List<Target> targets(Decision decision) {
    List<Target> targets = new ArrayList<>();
    for (ModelName model : decision.candidates()) {
      long maxOutput = catalog.facts(model).maxOutputTokens();
      for (Deployment way : deployments.inOrder(model.provider())) {
        targets.add(new Target(way, model, maxOutput));
      }
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
