package dev.devtail.router.route;

import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.route.Decision.Considered;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules, in order. A call that names a provider with its model goes there whatever they say;
 * one that none of them holds for is answered by the model that it asks for.
 */
public final class Rules {

  private static final String NAMED = "named";

  private static final Rule AS_ASKED =
      new Rule("as-asked", Condition.ALWAYS, List.of(new Choice.Asked()));

  private final List<Rule> rules;
  private final Models models;

  /**
   * @throws IllegalArgumentException if two rules have the same name
   */
  public Rules(List<Rule> rules, Models models) {
    this.rules = Stream.concat(rules.stream(), Stream.of(AS_ASKED)).toList();
    this.models = models;
    Set<String> names = new HashSet<>(Set.of(NAMED));
    for (Rule rule : this.rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException(
            "rule %s: there are two of that name".formatted(rule.name()));
      }
    }
  }

  /** As {@link #decide(CallFacts, Fit)}, by what the request weighs. */
  public Decision decide(CallFacts call) {
    return decide(call, Fit.roughly(call.request()));
  }

  /**
   * The first rule that holds and has a model that can answer. A conversation that fits into none
   * of them is decided as if it fitted into all.
   */
  public Decision decide(CallFacts call, Fit fit) {
    Decision fitting = decide(call, fit, false);
    if (!fitting.candidates().isEmpty()) {
      return fitting;
    }
    Decision tooLong = decide(call, (model, capabilities) -> Optional.empty(), true);
    return tooLong.candidates().isEmpty()
        ? fitting
        : new Decision(tooLong.rule(), tooLong.candidates(), fitting.considered(), true);
  }

  private Decision decide(CallFacts call, Fit fit, boolean tooLong) {
    List<Considered> considered = new ArrayList<>();
    Optional<ModelName> named = models.named(call.request().model());
    if (named.isPresent() && isAble(named.get(), call, fit, considered)) {
      return new Decision(NAMED, List.of(named.get()), considered, tooLong);
    }
    for (Rule rule : rules) {
      Optional<String> whyNot = rule.when().whyNot(call);
      List<ModelName> able = whyNot.isEmpty() ? able(rule, call, fit, considered) : List.of();
      if (whyNot.isEmpty() && able.isEmpty()) {
        whyNot = Optional.of("none of its models can answer this");
      }
      considered.add(new Considered("rule " + rule.name(), whyNot));
      if (whyNot.isEmpty()) {
        return new Decision(rule.name(), able, considered, tooLong);
      }
    }
    return new Decision("", List.of(), considered, tooLong);
  }

  private List<ModelName> able(Rule rule, CallFacts call, Fit fit, List<Considered> considered) {
    return rule.use().stream()
        .map(choice -> model(choice, call))
        .distinct()
        .filter(model -> isAble(model, call, fit, considered))
        .sorted(order(rule.prefer(), call.request()))
        .toList();
  }

  private Comparator<ModelName> order(Preference prefer, RequestFacts request) {
    return switch (prefer) {
      case LISTED -> Comparator.comparingInt(model -> 0);
      case CHEAPEST ->
          Comparator.comparing((ModelName model) -> cost(model, request).isEmpty())
              .thenComparing(model -> cost(model, request).orElse(BigDecimal.ZERO));
      case FASTEST -> Comparator.comparing(model -> models.firstToken(model).orElse(Duration.ZERO));
    };
  }

  private Optional<BigDecimal> cost(ModelName model, RequestFacts request) {
    return models.expectedCost(model, request);
  }

  private ModelName model(Choice choice, CallFacts call) {
    String asked = call.request().model();
    return switch (choice) {
      case Choice.Named(ModelName model) -> model;
      case Choice.SameAt(String provider) -> new ModelName(provider, asked);
      case Choice.Asked() -> models.asked(asked);
    };
  }

  private boolean isAble(ModelName model, CallFacts call, Fit fit, List<Considered> considered) {
    Capabilities capabilities = models.capabilities(model);
    Optional<String> whyNot =
        capabilities.whyNot(call.request()).or(() -> fit.whyNot(model, capabilities));
    considered.add(new Considered("model " + model, whyNot));
    return whyNot.isEmpty();
  }
}
