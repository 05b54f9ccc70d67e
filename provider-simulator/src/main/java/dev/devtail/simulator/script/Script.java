package dev.devtail.simulator.script;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is answered, how fast, and what goes wrong. Rules are tried in order, the first that matches
 * answers; without any, the model says what the user said. The same requests in the same order get
 * the same answers and faults.
 *
 * @param faults the first that matches, and whose dice say so, is what goes wrong
 * @param seed of the dice
 * @param strict whether fields that the provider does not know are refused, as it does
 */
public record Script(
    List<Rule> rules, List<FaultRule> faults, Pace pace, long seed, boolean strict) {

  /** Says what the user said. */
  public static final Script ECHO = new Script(List.of(), List.of(), Pace.INSTANT, 1, true);

  private static final Answer ECHOED = Answer.text("You said: ${text}");

  public Script {
    rules = List.copyOf(rules);
    faults = List.copyOf(faults);
  }

  /** One answer to everything. */
  public static Script always(Answer answer) {
    return ECHO.rule(Match.ANY, answer);
  }

  /** Behind the rules that there are. */
  public Script rule(Match when, Answer answer) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(new Rule(when, answer));
    return new Script(more, faults, pace, seed, strict);
  }

  /** Behind the faults that there are. */
  public Script fault(Match when, Fault... wrong) {
    return fault(new FaultRule(when, wrong));
  }

  /** Behind the faults that there are. */
  public Script fault(FaultRule rule) {
    List<FaultRule> more = new ArrayList<>(faults);
    more.add(rule);
    return new Script(rules, more, pace, seed, strict);
  }

  public Script withPace(Pace other) {
    return new Script(rules, faults, other, seed, strict);
  }

  public Script withSeed(long other) {
    return new Script(rules, faults, pace, other, strict);
  }

  /** Takes fields that the provider does not know, as it may know them tomorrow. */
  public Script lenient() {
    return new Script(rules, faults, pace, seed, false);
  }

  /**
   * @param number of the request, from 1
   */
  public Answer answer(Question question, long number) {
    for (Rule rule : rules) {
      var captures = rule.when().in(question, number);
      if (captures.isPresent()) {
        return captures.get().fill(rule.answer());
      }
    }
    return Captures.of(question).fill(ECHOED);
  }

  /**
   * @param number of the request, from 1
   */
  public List<Fault> faults(Question question, long number) {
    SplittableRandom dice = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    for (FaultRule rule : faults) {
      if (rule.when().in(question, number).isPresent()
          && (rule.probability() == 1 || dice.nextDouble() < rule.probability())) {
        return rule.faults();
      }
    }
    return List.of();
  }
}
