package dev.devtail.cli.remote;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What calls of models may cost. */
@Command(
    name = "budgets",
    mixinStandardHelpOptions = true,
    description = "Bound what your calls of models may cost.",
    footer = {
      "",
      "Example:  devtail budgets set 5.00 --per day",
      "          devtail budgets set 1.00 --per total --each-session --at-cap stop",
      "          devtail budgets allow 3f2a9c1b 2.50"
    },
    subcommands = {
      BudgetsListCommand.class,
      BudgetsSetCommand.class,
      BudgetsAllowCommand.class,
      BudgetsRemoveCommand.class
    })
public final class BudgetsCommand implements Runnable {

  @Spec private CommandSpec spec;

  private BudgetsCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command: ls, set, allow, rm.");
  }
}
