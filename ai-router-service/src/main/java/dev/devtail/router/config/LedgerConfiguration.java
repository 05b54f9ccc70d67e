package dev.devtail.router.config;

import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.DatabaseHealth;
import dev.devtail.kit.database.NotificationListener;
import dev.devtail.kit.database.log.LogRetention;
import dev.devtail.kit.database.log.R2dbcPartitionedLog;
import dev.devtail.kit.id.TimeOrderedIds;
import dev.devtail.kit.time.HourlySweeps;
import dev.devtail.kit.time.PeriodicTask;
import dev.devtail.router.budget.BudgetAccounts;
import dev.devtail.router.budget.BudgetSettings;
import dev.devtail.router.budget.BudgetStore;
import dev.devtail.router.budget.HeldBudgets;
import dev.devtail.router.budget.UserBudgets;
import dev.devtail.router.budget.r2dbc.R2dbcBudgetAccounts;
import dev.devtail.router.budget.r2dbc.R2dbcBudgetStore;
import dev.devtail.router.grpc.UsageEndpoint;
import dev.devtail.router.ledger.LedgerStore;
import dev.devtail.router.ledger.UsageReader;
import dev.devtail.router.ledger.journal.Journal;
import dev.devtail.router.ledger.journal.JournaledLedger;
import dev.devtail.router.ledger.r2dbc.R2dbcLedgerStore;
import dev.devtail.router.ledger.r2dbc.R2dbcUsageReader;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * The ledger, budgets, and what users see of them, where there is a database. Imported by the
 * service's configuration.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("devtail.router.database.url")
@EnableConfigurationProperties(LedgerProperties.class)
public class LedgerConfiguration {

  /** A call is in the database, and what it had reserved is free, so soon after its end. */
  private static final Duration SHIPPING_PERIOD = Duration.ofMillis(100);

  private static final Duration RELEASE_PERIOD = Duration.ofSeconds(30);

  /** Whoever needs it asks for it by its name: another service in the context has its own. */
  @Bean(initMethod = "start")
  Database routerDatabase(LedgerProperties properties) {
    return new Database(properties.databaseSettings());
  }

  /** Its name makes it the health contributor {@code ledger}. */
  @Bean
  DatabaseHealth ledgerHealthIndicator(Database routerDatabase) {
    return new DatabaseHealth(routerDatabase);
  }

  @Bean
  Journal ledgerJournal(LedgerProperties properties) {
    try {
      return Journal.open(properties.journal(), properties.journalMax().toBytes());
    } catch (IOException e) {
      throw new IllegalStateException("devtail.router.journal-directory: " + e.getMessage(), e);
    }
  }

  @Bean
  LedgerMeters ledgerMeters(Journal ledgerJournal) {
    return new LedgerMeters(ledgerJournal);
  }

  @Bean
  JournaledLedger ledger(Journal ledgerJournal, Database routerDatabase, LedgerMeters meters) {
    LedgerStore store = new R2dbcLedgerStore(routerDatabase);
    return new JournaledLedger(ledgerJournal, store, Schedulers.boundedElastic(), meters::count);
  }

  @Bean
  BudgetAccounts budgetAccounts(Database routerDatabase) {
    return new R2dbcBudgetAccounts(routerDatabase);
  }

  @Bean
  BudgetStore budgetStore(Database routerDatabase) {
    return new R2dbcBudgetStore(routerDatabase, new NotificationListener(routerDatabase));
  }

  @Bean
  UsageReader usageReader(Database routerDatabase) {
    return new R2dbcUsageReader(routerDatabase);
  }

  @Bean
  HeldBudgets budgets(
      JournaledLedger ledger,
      BudgetAccounts accounts,
      Journal ledgerJournal,
      LedgerProperties properties,
      Clock clock) {
    return new HeldBudgets(
        ledger,
        accounts,
        new BudgetSettings(ledgerJournal.holder(), properties.reservationLifetime()),
        ids(clock)::next,
        clock);
  }

  private static TimeOrderedIds ids(Clock clock) {
    return new TimeOrderedIds(clock, new SecureRandom());
  }

  @Bean
  BudgetWatch budgetWatch(BudgetStore store, LedgerProperties properties, HeldBudgets budgets) {
    return new BudgetWatch(store, properties.operatorBudgets(), budgets);
  }

  @Bean
  PeriodicTask ledgerShipping(
      JournaledLedger ledger, BudgetAccounts accounts, Journal ledgerJournal, Clock clock) {
    LedgerShipping shipping =
        new LedgerShipping(ledger, accounts, ledgerJournal.holder(), clock.instant());
    return new PeriodicTask("ledger shipping", Duration.ZERO, SHIPPING_PERIOD, shipping::run);
  }

  @Bean
  PeriodicTask reservationRelease(BudgetAccounts accounts, Clock clock) {
    return new PeriodicTask(
        "release of reservations",
        RELEASE_PERIOD,
        RELEASE_PERIOD,
        () -> accounts.releaseExpired(clock.instant()).onErrorComplete());
  }

  @Bean
  PeriodicTask callDays(Database routerDatabase, LedgerProperties properties, Clock clock) {
    LogRetention calls =
        new LogRetention(
            new R2dbcPartitionedLog(routerDatabase, "calls"), properties.callRetention(), clock);
    return HourlySweeps.fromStart("days of calls", calls::sweep);
  }

  @Bean
  PeriodicTask usageSweep(
      UsageReader usage, BudgetStore budgets, LedgerProperties properties, Clock clock) {
    return HourlySweeps.of(
        "sums and accounts",
        () ->
            Flux.just(
                    usage.forgetSumsBefore(clock.instant().minus(properties.sumRetention())),
                    budgets.forgetBefore(clock.instant().minus(properties.sumRetention())))
                .concatMap(forgotten -> forgotten)
                .reduce(0L, Long::sum));
  }

  @Bean
  UserBudgets userBudgets(BudgetStore store, LedgerProperties properties, Clock clock) {
    return new UserBudgets(store, properties.operatorBudgets(), clock);
  }

  @Bean
  UsageEndpoint usageEndpoint(UsageReader usage, UserBudgets budgets, Clock clock) {
    return new UsageEndpoint(usage, budgets, ids(clock)::next, clock);
  }
}
