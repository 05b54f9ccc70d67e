package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.BudgetView;
import dev.devtail.protocol.v1.Call;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets a budget. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description =
        "Set a budget, in the place of the one of the same span for the same. What was spent in the"
            + " present span counts.")
public final class BudgetsSetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Parameters(paramLabel = "DOLLARS", description = "The most that may be spent, as in 5.00.")
  private String cap;

  @Option(
      names = "--per",
      defaultValue = "day",
      description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private BudgetView.Period period;

  @ArgGroup private @Nullable Whose whose;

  @Option(
      names = "--at-cap",
      defaultValue = "ask",
      description =
          "What becomes of calls then: they go on with a warning (warn), wait for you to allow more"
              + " (ask), or are refused (stop); default: ${DEFAULT-VALUE}.")
  private BudgetView.AtCap atCap;

  @Option(
      names = "--warn-at",
      defaultValue = "0.8",
      description = "Share of it from which on you are warned (default: ${DEFAULT-VALUE}).")
  private String warnAt;

  @Option(
      names = "--allow-unknown-price",
      description = "Let models be called whose price nobody knows; they are not counted.")
  private boolean allowUnknownPrice;

  @Option(names = "--json", description = "Print it as a JSON object.")
  private boolean json;

  private BudgetsSetCommand() {}

  /** Whose spending is bounded, if not all of the user's. */
  static final class Whose {

    @Option(names = "--session", description = "Only calls of this session.")
    private @Nullable String session;

    @Option(names = "--agent-run", description = "Only calls of this run of agents.")
    private @Nullable String agentRun;

    @Option(names = "--each-session", description = "The calls of each session, for itself.")
    private boolean eachSession;

    @Option(names = "--each-agent-run", description = "Those of each run of agents, for itself.")
    private boolean eachAgentRun;

    private Whose() {}

    BudgetView.Scope scope() {
      if (session != null) {
        return BudgetView.Scope.session;
      }
      if (agentRun != null) {
        return BudgetView.Scope.agent_run;
      }
      if (eachSession) {
        return BudgetView.Scope.each_session;
      }
      if (eachAgentRun) {
        return BudgetView.Scope.each_agent_run;
      }
      throw new IllegalStateException("a group of which nothing was given");
    }

    @Nullable String subject() {
      return session == null ? agentRun : session;
    }
  }

  @Override
  public Integer call() {
    BudgetView.Wanted wanted =
        new BudgetView.Wanted(
            whose == null ? BudgetView.Scope.user : whose.scope(),
            whose == null ? null : whose.subject(),
            period,
            ZoneId.systemDefault().getId(),
            Budgets.amount(cap),
            warnAt,
            atCap,
            allowUnknownPrice);
    try (Gateway gateway = options.connect()) {
      BudgetView set =
          BudgetView.of(
              gateway.call(Call.newBuilder().setSetBudget(wanted.toMessage())).getBudget());
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Json.print(out, set);
      } else {
        out.println("The budget %s is set.".formatted(Budgets.shortId(set)));
      }
      out.flush();
      return ExitCodes.OK;
    }
  }
}
