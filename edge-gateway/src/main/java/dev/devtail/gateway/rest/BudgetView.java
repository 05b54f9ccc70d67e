package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.v1.Budget;
import dev.devtail.protocol.v1.BudgetAccount;
import dev.devtail.protocol.v1.BudgetAtCap;
import dev.devtail.protocol.v1.BudgetPeriod;
import dev.devtail.protocol.v1.BudgetScope;
import dev.devtail.protocol.v1.BudgetStanding;
import dev.devtail.protocol.v1.SetBudget;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A budget and how it stands in its present period, as JSON has it, here and on the command line.
 *
 * @param subject the session or agent run of a scope that has one; else empty
 * @param start of the present period
 * @param end of it, exclusive; not there if it has none
 * @param ofOperator whether the service's operator has set it, for each user
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BudgetView(
    String id,
    Scope scope,
    String subject,
    Period period,
    String timeZone,
    String capUsd,
    String warnAt,
    AtCap atCap,
    boolean allowUnknownPrice,
    boolean ofOperator,
    Instant start,
    @Nullable Instant end,
    List<Account> accounts) {

  /** As {@code BudgetScope}. */
  public enum Scope {
    user(BudgetScope.BUDGET_SCOPE_USER),
    session(BudgetScope.BUDGET_SCOPE_SESSION),
    each_session(BudgetScope.BUDGET_SCOPE_EACH_SESSION),
    agent_run(BudgetScope.BUDGET_SCOPE_AGENT_RUN),
    each_agent_run(BudgetScope.BUDGET_SCOPE_EACH_AGENT_RUN);

    private final BudgetScope message;

    Scope(BudgetScope message) {
      this.message = message;
    }
  }

  /** As {@code BudgetPeriod}. */
  public enum Period {
    day(BudgetPeriod.BUDGET_PERIOD_DAY),
    month(BudgetPeriod.BUDGET_PERIOD_MONTH),
    total(BudgetPeriod.BUDGET_PERIOD_TOTAL);

    private final BudgetPeriod message;

    Period(BudgetPeriod message) {
      this.message = message;
    }
  }

  /** As {@code BudgetAtCap}. */
  public enum AtCap {
    warn(BudgetAtCap.BUDGET_AT_CAP_WARN),
    ask(BudgetAtCap.BUDGET_AT_CAP_ASK),
    stop(BudgetAtCap.BUDGET_AT_CAP_STOP);

    private final BudgetAtCap message;

    AtCap(BudgetAtCap message) {
      this.message = message;
    }
  }

  /** How one account stands. */
  public record Account(
      String subject, String spentUsd, String reservedUsd, String allowedUsd, long unknownCosts) {

    static Account of(BudgetAccount account) {
      return new Account(
          account.getSubject(),
          account.getSpentUsd(),
          account.getReservedUsd(),
          account.getAllowedUsd(),
          account.getUnknownCosts());
    }
  }

  public static BudgetView of(BudgetStanding standing) {
    Budget budget = standing.getBudget();
    return new BudgetView(
        budget.getId(),
        switch (budget.getScope()) {
          case BUDGET_SCOPE_SESSION -> Scope.session;
          case BUDGET_SCOPE_EACH_SESSION -> Scope.each_session;
          case BUDGET_SCOPE_AGENT_RUN -> Scope.agent_run;
          case BUDGET_SCOPE_EACH_AGENT_RUN -> Scope.each_agent_run;
          case BUDGET_SCOPE_USER, BUDGET_SCOPE_UNSPECIFIED, UNRECOGNIZED -> Scope.user;
        },
        budget.getSubject(),
        switch (budget.getPeriod()) {
          case BUDGET_PERIOD_MONTH -> Period.month;
          case BUDGET_PERIOD_TOTAL -> Period.total;
          case BUDGET_PERIOD_DAY, BUDGET_PERIOD_UNSPECIFIED, UNRECOGNIZED -> Period.day;
        },
        budget.getTimeZone(),
        budget.getCapUsd(),
        budget.getWarnAt(),
        switch (budget.getAtCap()) {
          case BUDGET_AT_CAP_WARN -> AtCap.warn;
          case BUDGET_AT_CAP_STOP -> AtCap.stop;
          case BUDGET_AT_CAP_ASK, BUDGET_AT_CAP_UNSPECIFIED, UNRECOGNIZED -> AtCap.ask;
        },
        budget.getAllowUnknownPrice(),
        budget.getOfOperator(),
        Times.instant(standing.getStart()),
        standing.hasEnd() ? Times.instant(standing.getEnd()) : null,
        standing.getAccountsList().stream().map(Account::of).toList());
  }

  /** What is asked for; what is left out has the protocol's default. */
  public record Wanted(
      @Nullable Scope scope,
      @Nullable String subject,
      @Nullable Period period,
      @Nullable String timeZone,
      @Nullable String capUsd,
      @Nullable String warnAt,
      @Nullable AtCap atCap,
      @Nullable Boolean allowUnknownPrice) {

    public SetBudget toMessage() {
      if (capUsd == null) {
        throw Fault.invalid("capUsd", "missing", "dollars, as in \"5.00\"");
      }
      return SetBudget.newBuilder()
          .setBudget(
              Budget.newBuilder()
                  .setScope(Objects.requireNonNullElse(scope, Scope.user).message)
                  .setSubject(Requests.text(subject))
                  .setPeriod(Objects.requireNonNullElse(period, Period.day).message)
                  .setTimeZone(Requests.text(timeZone))
                  .setCapUsd(capUsd)
                  .setWarnAt(Requests.text(warnAt))
                  .setAtCap(Objects.requireNonNullElse(atCap, AtCap.ask).message)
                  .setAllowUnknownPrice(Objects.requireNonNullElse(allowUnknownPrice, false)))
          .build();
    }
  }

  /** What is allowed beyond the cap. */
  record More(@Nullable String subject, @Nullable String amountUsd) {}
}
