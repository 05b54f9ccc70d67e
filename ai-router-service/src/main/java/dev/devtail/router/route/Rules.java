package dev.devtail.router.route;

import dev.devtail.router.route.Decision.Considered;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The rules, in order. The last one always holds, so that every call has an answer. */
public final class Rules {

  private final List<Rule> rules;
  private final Function<ModelName, Capabilities> capabilities;

  /**
   * @param capabilities of each model
   * @throws IllegalArgumentException if two rules have the same name, or the last may not hold
   */
  public Rules(List<Rule> rules, Function<ModelName, Capabilities> capabilities) {
    this.rules = List.copyOf(rules);
    this.capabilities = capabilities;
    Set<String> names = new HashSet<>();
    for (Rule rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException(
            "rule %s: there are two of that name".formatted(rule.name()));
      }
    }
    if (rules.isEmpty() || !rules.getLast().when().equals(Condition.ALWAYS)) {
      throw new IllegalArgumentException(
          "the last rule has conditions, so that some calls would have no model (expected: one"
              + " without)");
    }
  }

  /** The first rule that holds and has a model that can answer. */
  public Decision decide(CallFacts call) {
    List<Considered> considered = new ArrayList<>();
    for (Rule rule : rules) {
      Optional<String> whyNot = rule.when().whyNot(call);
      List<ModelName> able = whyNot.isEmpty() ? able(rule, call, considered) : List.of();
      if (whyNot.isEmpty() && able.isEmpty()) {
        whyNot = Optional.of("none of its models can answer this");
      }
      considered.add(new Considered("rule " + rule.name(), whyNot));
      if (whyNot.isEmpty()) {
        return new Decision(rule.name(), able, considered);
      }
    }
    return new Decision("", List.of(), considered);
  }

  private List<ModelName> able(Rule rule, CallFacts call, List<Considered> considered) {
    List<ModelName> able = new ArrayList<>();
    for (ModelName model : rule.use()) {
      Optional<String> whyNot = capabilities.apply(model).whyNot(call.request());
      considered.add(new Considered("model " + model, whyNot));
      if (whyNot.isEmpty()) {
        able.add(model);
      }
    }
    return able;
  }
}
