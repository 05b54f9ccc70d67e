package dev.devtail.cli.remote;

import dev.devtail.gateway.rest.BudgetView;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists budgets, and how they stand. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "List your budgets and how they stand.")
public final class BudgetsListCommand extends ListingCommand<BudgetView> {

  private static final String ROW = "%-8s  %-6s  %-5s  %11s  %11s  %11s  %s%n";

  private BudgetsListCommand() {}

  @Override
  List<BudgetView> list(Gateway gateway) {
    return new Budgets(gateway).list();
  }

  @Override
  void print(PrintWriter out, List<BudgetView> budgets) {
    if (budgets.isEmpty()) {
      out.println("No budgets. Set one with: devtail budgets set 5.00 --per day");
      return;
    }
    out.printf(ROW, "ID", "PER", "AT IT", "CAP", "SPENT", "UNDER WAY", "OF");
    for (BudgetView budget : budgets) {
      if (budget.accounts().isEmpty()) {
        out.printf(ROW, row(budget, budget.capUsd(), "$0.0000", "$0.0000", scope(budget)));
      }
      for (BudgetView.Account account : budget.accounts()) {
        out.printf(
            ROW,
            row(
                budget,
                new BigDecimal(budget.capUsd())
                    .add(new BigDecimal(account.allowedUsd()))
                    .toPlainString(),
                Dollars.text(account.spentUsd()),
                Dollars.text(account.reservedUsd()),
                subject(budget, account)));
      }
    }
  }

  private static Object[] row(
      BudgetView budget, String cap, String spent, String reserved, String of) {
    return new Object[] {
      budget.ofOperator() ? "operator" : Budgets.shortId(budget),
      budget.period(),
      budget.atCap(),
      Dollars.text(cap),
      spent,
      reserved,
      of
    };
  }

  private static String subject(BudgetView budget, BudgetView.Account account) {
    return switch (budget.scope()) {
      case user -> scope(budget);
      case session, each_session -> "session " + account.subject();
      case agent_run, each_agent_run -> "agent run " + account.subject();
    };
  }

  private static String scope(BudgetView budget) {
    return switch (budget.scope()) {
      case user -> "all your calls";
      case session -> "session " + budget.subject();
      case agent_run -> "agent run " + budget.subject();
      case each_session -> "each session";
      case each_agent_run -> "each agent run";
    };
  }
}
