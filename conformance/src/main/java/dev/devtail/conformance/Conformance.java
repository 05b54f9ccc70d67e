package dev.devtail.conformance;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds a gateway to the rules. */
public final class Conformance {

  private static final List<Rule> RULES =
      Stream.of(
              UpgradeRules.all(),
              ConnectionRules.all(),
              AccessRules.all(),
              CallRules.all(),
              EventRules.all(),
              TerminalRules.all(),
              ResumeRules.all())
          .flatMap(List::stream)
          .toList();

  private Conformance() {}

  /**
   * What became of one rule.
   *
   * @param violation what came instead; null if the rule holds
   */
  public record Outcome(Rule rule, @Nullable String violation) {

    public boolean holds() {
      return violation == null;
    }
  }

  /** Every rule, in the order of the guide. */
  public static List<Rule> rules() {
    return RULES;
  }

  /**
   * Tries the chosen rules one after the other.
   *
   * @param each told of each outcome as it comes
   * @return all outcomes, in the order of the rules
   */
  public static List<Outcome> run(Subject gateway, Predicate<Rule> chosen, Consumer<Outcome> each) {
    return rules().stream().filter(chosen).map(rule -> attempt(gateway, rule)).peek(each).toList();
  }

  private static Outcome attempt(Subject gateway, Rule rule) {
    try {
      rule.check().run(gateway);
      return new Outcome(rule, null);
    } catch (ViolationException violation) {
      return new Outcome(rule, violation.getMessage());
    } catch (Exception failure) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      return new Outcome(rule, "could not be tried: " + cause);
    }
  }
}
