package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.BudgetView;
import dev.devtail.protocol.v1.AllowMore;
import dev.devtail.protocol.v1.Call;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets more be spent under a budget that asks. */
@Command(
    name = "allow",
    mixinStandardHelpOptions = true,
    description = "Let more be spent under a budget, until its present span ends.")
public final class BudgetsAllowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Parameters(index = "0", paramLabel = "BUDGET", description = "Its id, as ls prints it.")
  private String budget;

  @Parameters(index = "1", paramLabel = "DOLLARS", description = "How much more, as in 2.50.")
  private String amount;

  @Option(
      names = "--for",
      defaultValue = "",
      paramLabel = "ID",
      description = "Of a budget for each session or agent run: which.")
  private String subject;

  private BudgetsAllowCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      BudgetView meant = new Budgets(gateway).find(budget);
      gateway.call(
          Call.newBuilder()
              .setAllowMore(
                  AllowMore.newBuilder()
                      .setBudgetId(meant.id())
                      .setSubject(subject)
                      .setAmountUsd(Budgets.amount(amount))));
      spec.commandLine().getOut().println("Allowed.");
      spec.commandLine().getOut().flush();
      return ExitCodes.OK;
    }
  }
}
