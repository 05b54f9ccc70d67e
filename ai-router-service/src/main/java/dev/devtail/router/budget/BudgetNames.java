package dev.devtail.router.budget;

/** What people are told a budget is called. */
final class BudgetNames {

  private BudgetNames() {}

  /** As in {@code "$5.00 a day"} or {@code "$1.00 in all for session s1"}. */
  static String of(Claim claim) {
    return "\"%s %s%s\""
        .formatted(
            Dollars.text(claim.budget().cap()), span(claim.budget().period()), subject(claim));
  }

  private static String span(Period period) {
    return switch (period.unit()) {
      case DAY -> "a day";
      case MONTH -> "a month";
      case TOTAL -> "in all";
    };
  }

  private static String subject(Claim claim) {
    return switch (claim.budget().scope()) {
      case BudgetScope.User user -> "";
      case BudgetScope.Session one -> " for session " + claim.subject();
      case BudgetScope.EachSession each -> " for session " + claim.subject();
      case BudgetScope.AgentRun one -> " for agent run " + claim.subject();
      case BudgetScope.EachAgentRun each -> " for agent run " + claim.subject();
    };
  }
}
