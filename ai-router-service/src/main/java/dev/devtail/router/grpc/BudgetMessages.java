package dev.devtail.router.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.Times;
import dev.devtail.protocol.v1.BudgetAccount;
import dev.devtail.protocol.v1.BudgetAtCap;
import dev.devtail.protocol.v1.BudgetList;
import dev.devtail.protocol.v1.BudgetPeriod;
import dev.devtail.protocol.v1.BudgetStanding;
import dev.devtail.router.budget.AtCap;
import dev.devtail.router.budget.Balance;
import dev.devtail.router.budget.Budget;
import dev.devtail.router.budget.BudgetScope;
import dev.devtail.router.budget.Period;
import dev.devtail.router.budget.UserBudgets.Standing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Budgets as the protocol has them. */
final class BudgetMessages {

  private BudgetMessages() {}

  /**
   * @throws Fault INVALID_ARGUMENT that names the field
   */
  static Budget budget(UUID id, String user, dev.devtail.protocol.v1.Budget message) {
    return new Budget(
        id,
        Optional.of(user),
        scope(message),
        new Period(unit(message.getPeriod()), UsageMessages.zone(message.getTimeZone())),
        new BigDecimal(message.getCapUsd()),
        message.getWarnAt().isEmpty()
            ? Budget.DEFAULT_WARN_AT
            : new BigDecimal(message.getWarnAt()),
        atCap(message.getAtCap()),
        message.getAllowUnknownPrice());
  }

  static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException malformed) {
      throw Fault.invalid("budget_id", text, "the id of a budget");
    }
  }

  private static BudgetScope scope(dev.devtail.protocol.v1.Budget message) {
    String subject = message.getSubject();
    return switch (message.getScope()) {
      case BUDGET_SCOPE_USER -> without(subject, new BudgetScope.User());
      case BUDGET_SCOPE_SESSION -> new BudgetScope.Session(named(subject));
      case BUDGET_SCOPE_AGENT_RUN -> new BudgetScope.AgentRun(named(subject));
      case BUDGET_SCOPE_EACH_SESSION -> without(subject, new BudgetScope.EachSession());
      case BUDGET_SCOPE_EACH_AGENT_RUN -> without(subject, new BudgetScope.EachAgentRun());
      case BUDGET_SCOPE_UNSPECIFIED, UNRECOGNIZED ->
          throw Fault.invalid("budget.scope", message.getScope(), "one that this version knows");
    };
  }

  private static BudgetScope without(String subject, BudgetScope scope) {
    if (!subject.isEmpty()) {
      throw Fault.invalid("budget.subject", subject, "empty: this scope has none");
    }
    return scope;
  }

  private static String named(String subject) {
    if (subject.isEmpty()) {
      throw Fault.invalid("budget.subject", "missing", "the session or agent run");
    }
    return subject;
  }

  private static Period.Unit unit(BudgetPeriod period) {
    return switch (period) {
      case BUDGET_PERIOD_DAY -> Period.Unit.DAY;
      case BUDGET_PERIOD_MONTH -> Period.Unit.MONTH;
      case BUDGET_PERIOD_TOTAL -> Period.Unit.TOTAL;
      case BUDGET_PERIOD_UNSPECIFIED, UNRECOGNIZED ->
          throw Fault.invalid("budget.period", period, "one that this version knows");
    };
  }

  private static AtCap atCap(BudgetAtCap atCap) {
    return switch (atCap) {
      case BUDGET_AT_CAP_WARN -> AtCap.WARN;
      case BUDGET_AT_CAP_ASK, BUDGET_AT_CAP_UNSPECIFIED -> AtCap.ASK;
      case BUDGET_AT_CAP_STOP -> AtCap.STOP;
      case UNRECOGNIZED ->
          throw Fault.invalid("budget.at_cap", atCap, "one that this version knows");
    };
  }

  static BudgetList list(List<Standing> standings) {
    return BudgetList.newBuilder()
        .addAllBudgets(standings.stream().map(BudgetMessages::standing).toList())
        .build();
  }

  static BudgetStanding standing(Standing standing) {
    BudgetStanding.Builder message =
        BudgetStanding.newBuilder()
            .setBudget(budget(standing.budget()))
            .setStart(Times.of(standing.window().start()));
    standing.window().end().map(Times::of).ifPresent(message::setEnd);
    standing
        .accounts()
        .forEach((subject, balance) -> message.addAccounts(account(subject, balance)));
    return message.build();
  }

  private static BudgetAccount account(String subject, Balance balance) {
    return BudgetAccount.newBuilder()
        .setSubject(subject)
        .setSpentUsd(Amounts.text(balance.spent()))
        .setReservedUsd(Amounts.text(balance.reserved()))
        .setAllowedUsd(Amounts.text(balance.allowed()))
        .setUnknownCosts(balance.unknownCalls())
        .build();
  }

  private static dev.devtail.protocol.v1.Budget budget(Budget budget) {
    dev.devtail.protocol.v1.Budget.Builder message =
        dev.devtail.protocol.v1.Budget.newBuilder()
            .setId(budget.id().toString())
            .setPeriod(
                switch (budget.period().unit()) {
                  case DAY -> BudgetPeriod.BUDGET_PERIOD_DAY;
                  case MONTH -> BudgetPeriod.BUDGET_PERIOD_MONTH;
                  case TOTAL -> BudgetPeriod.BUDGET_PERIOD_TOTAL;
                })
            .setTimeZone(budget.period().zone().getId())
            .setCapUsd(Amounts.text(budget.cap()))
            .setWarnAt(Amounts.text(budget.warnAt()))
            .setAtCap(
                switch (budget.atCap()) {
                  case WARN -> BudgetAtCap.BUDGET_AT_CAP_WARN;
                  case ASK -> BudgetAtCap.BUDGET_AT_CAP_ASK;
                  case STOP -> BudgetAtCap.BUDGET_AT_CAP_STOP;
                })
            .setAllowUnknownPrice(budget.allowUnknownPrice())
            .setOfOperator(budget.user().isEmpty());
    return switch (budget.scope()) {
      case BudgetScope.User all ->
          message.setScope(dev.devtail.protocol.v1.BudgetScope.BUDGET_SCOPE_USER).build();
      case BudgetScope.Session(String id) ->
          message
              .setScope(dev.devtail.protocol.v1.BudgetScope.BUDGET_SCOPE_SESSION)
              .setSubject(id)
              .build();
      case BudgetScope.EachSession each ->
          message.setScope(dev.devtail.protocol.v1.BudgetScope.BUDGET_SCOPE_EACH_SESSION).build();
      case BudgetScope.AgentRun(String id) ->
          message
              .setScope(dev.devtail.protocol.v1.BudgetScope.BUDGET_SCOPE_AGENT_RUN)
              .setSubject(id)
              .build();
      case BudgetScope.EachAgentRun each ->
          message.setScope(dev.devtail.protocol.v1.BudgetScope.BUDGET_SCOPE_EACH_AGENT_RUN).build();
    };
  }
}
