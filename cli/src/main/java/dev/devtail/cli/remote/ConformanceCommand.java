package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.conformance.Conformance;
import dev.devtail.conformance.Conformance.Outcome;
import dev.devtail.conformance.Rule;
import dev.devtail.conformance.Subject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code devtail conformance}: any gateway, held to the guide. */
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = {
      "Hold a gateway to the rules of docs/protocol.md.",
      "It starts and ends a few terminals of its own and touches no others. Ends with 1 if a rule"
          + " is broken."
    })
public final class ConformanceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Option(
      names = "--rule",
      defaultValue = "",
      paramLabel = "PREFIX",
      description = "Only rules whose name begins so, as in: resume")
  private String prefix;

  @Option(names = "--json", description = "Print a JSON array, an object for each rule.")
  private boolean json;

  private ConformanceCommand() {}

  private record Line(
      String rule, int section, String statement, boolean holds, @Nullable String violation) {

    static Line of(Outcome outcome) {
      Rule rule = outcome.rule();
      return new Line(
          rule.id(), rule.section(), rule.statement(), outcome.holds(), outcome.violation());
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    // Says plainly what is wrong if there is no gateway or it does not take the token.
    options.connect().close();
    List<Outcome> outcomes =
        Conformance.run(
            new Subject(options.url(), options.token()),
            rule -> rule.id().startsWith(prefix),
            outcome -> {
              if (!json) {
                print(out, outcome);
              }
            });
    if (outcomes.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "No rule begins with " + prefix + ".");
    }
    long broken = outcomes.stream().filter(outcome -> !outcome.holds()).count();
    if (json) {
      Json.print(out, outcomes.stream().map(Line::of).toList());
    } else {
      out.printf("%n%d rules, %d broken%n", outcomes.size(), broken);
    }
    out.flush();
    return broken == 0 ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private static void print(PrintWriter out, Outcome outcome) {
    Rule rule = outcome.rule();
    out.printf(
        "%-6s  %-24s  %2d  %s%n",
        outcome.holds() ? "ok" : "BROKEN", rule.id(), rule.section(), rule.statement());
    if (outcome.violation() != null) {
      out.printf("        %s%n", outcome.violation().strip().replace("\n", "\n        "));
    }
    out.flush();
  }
}
