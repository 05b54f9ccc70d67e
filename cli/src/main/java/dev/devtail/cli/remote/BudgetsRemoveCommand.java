package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.DeleteBudget;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes budgets. */
@Command(name = "rm", mixinStandardHelpOptions = true, description = "Delete budgets.")
public final class BudgetsRemoveCommand implements Callable<Integer> {

  @Mixin private GatewayOptions options;

  @Parameters(arity = "1..*", paramLabel = "BUDGET", description = "Their ids, as ls prints them.")
  private List<String> budgets;

  private BudgetsRemoveCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      Budgets of = new Budgets(gateway);
      budgets.stream()
          .map(of::find)
          .toList()
          .forEach(
              budget ->
                  gateway.call(
                      Call.newBuilder()
                          .setDeleteBudget(DeleteBudget.newBuilder().setBudgetId(budget.id()))));
      return ExitCodes.OK;
    }
  }
}
