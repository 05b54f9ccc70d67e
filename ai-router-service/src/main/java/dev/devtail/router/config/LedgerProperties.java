package dev.devtail.router.config;

import dev.devtail.kit.database.DatabaseProperties;
import dev.devtail.kit.database.DatabaseSchema;
import dev.devtail.kit.database.DatabaseSettings;
import dev.devtail.router.budget.AtCap;
import dev.devtail.router.budget.Budget;
import dev.devtail.router.budget.BudgetScope;
import dev.devtail.router.budget.Period;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code devtail.router.*}, as far as it is about money
 *
 * @param database where the ledger and the budgets are kept. Its user owns the schema {@code
 *     devtail_router} or may make it. Required.
 * @param journalDirectory absolute, on this machine, of this process alone: what the database does
 *     not have yet. Required.
 * @param journalMax from which size of the journal on no more calls begin. Default: 256 MB.
 * @param callRetention how long single calls are kept, in whole days that are dropped at once.
 *     Default: 90 days.
 * @param sumRetention how long sums, and accounts of budgets, are kept. Default: 800 days.
 * @param reservationLifetime when what was reserved for a call is given back if its instance is
 *     gone for good; longer than any call takes. Default: 1 h.
 * @param budgets that hold for each user, beside their own. Default: none.
 */
@ConfigurationProperties("devtail.router")
public record LedgerProperties(
    DatabaseProperties database,
    @DefaultValue("") String journalDirectory,
    @DefaultValue("256MB") DataSize journalMax,
    @DefaultValue("90d") Duration callRetention,
    @DefaultValue("800d") Duration sumRetention,
    @DefaultValue("1h") Duration reservationLifetime,
    @DefaultValue List<OperatorBudget> budgets) {

  private static final String PREFIX = "devtail.router.";

  /** Each day is a table. */
  private static final int MAX_CALL_DAYS = 1_000;

  private static final DatabaseSchema SCHEMA =
      new DatabaseSchema("router", "devtail_router", "classpath:dev/devtail/router/migration");

  public LedgerProperties {
    if (database == null) {
      throw new IllegalArgumentException(
          PREFIX + "database.url: missing (expected: r2dbc:postgresql://HOST[:PORT]/DATABASE)");
    }
    database.check(PREFIX + "database.");
    require(journalDirectory.startsWith("/"), "journal-directory", journalDirectory, "absolute");
    require(journalMax.toBytes() > 0, "journal-max", journalMax, "> 0");
    require(
        callRetention.toDays() >= 1 && callRetention.compareTo(Duration.ofDays(MAX_CALL_DAYS)) <= 0,
        "call-retention",
        callRetention,
        "1d to " + MAX_CALL_DAYS + "d");
    require(sumRetention.toDays() >= 1, "sum-retention", sumRetention, ">= 1d");
    require(reservationLifetime.isPositive(), "reservation-lifetime", reservationLifetime, "> 0");
    budgets = List.copyOf(budgets);
    operatorBudgets(budgets);
  }

  private static void require(boolean holds, String key, @Nullable Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s%s: %s (expected: %s)".formatted(PREFIX, key, value, expected));
    }
  }

  DatabaseSettings databaseSettings() {
    return database.settings(SCHEMA);
  }

  Path journal() {
    return Path.of(journalDirectory);
  }

  List<Budget> operatorBudgets() {
    return operatorBudgets(budgets);
  }

  private static List<Budget> operatorBudgets(List<OperatorBudget> budgets) {
    List<Budget> all = budgets.stream().map(OperatorBudget::budget).toList();
    long different = all.stream().map(Budget::id).distinct().count();
    require(
        different == all.size(), "budgets", budgets, "one for each scope, period and time zone");
    return all;
  }

  /**
   * {@code devtail.router.budgets[N].*}
   *
   * @param scope {@code user} (default), {@code each-session} or {@code each-agent-run}
   * @param period {@code day} (default), {@code month} or {@code total}
   * @param timeZone where days and months begin. Default: UTC.
   * @param capUsd for one period. Required.
   * @param warnAt share of the cap. Default: 0.8.
   * @param atCap {@code stop} (default) or {@code warn}
   * @param allowUnknownPrice whether models without a known price may be called. Default: no.
   */
  public record OperatorBudget(
      @DefaultValue("user") Scope scope,
      @DefaultValue("day") Period.Unit period,
      @DefaultValue("UTC") ZoneId timeZone,
      BigDecimal capUsd,
      @DefaultValue("0.8") BigDecimal warnAt,
      @DefaultValue("stop") AtCap atCap,
      @DefaultValue("false") boolean allowUnknownPrice) {

    public OperatorBudget {
      require(capUsd != null && capUsd.signum() >= 0, "budgets.cap-usd", capUsd, ">= 0");
      require(atCap != AtCap.ASK, "budgets.at-cap", atCap, "stop or warn: users cannot raise it");
    }

    /** Whose spending is bounded. */
    public enum Scope {
      USER,
      EACH_SESSION,
      EACH_AGENT_RUN
    }

    /** Its id is the same in every instance, and after a restart. */
    private Budget budget() {
      String identity = "%s %s %s".formatted(scope, period, timeZone);
      return new Budget(
          UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)),
          Optional.empty(),
          switch (scope) {
            case USER -> new BudgetScope.User();
            case EACH_SESSION -> new BudgetScope.EachSession();
            case EACH_AGENT_RUN -> new BudgetScope.EachAgentRun();
          },
          new Period(period, timeZone),
          capUsd,
          warnAt,
          atCap,
          allowUnknownPrice);
    }
  }
}
