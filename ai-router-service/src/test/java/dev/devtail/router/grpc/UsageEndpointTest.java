package dev.devtail.router.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.grpc.Times;
import dev.devtail.protocol.service.v1.UsageServiceGrpc;
import dev.devtail.protocol.service.v1.UsageServiceGrpc.UsageServiceBlockingStub;
import dev.devtail.protocol.v1.AllowMore;
import dev.devtail.protocol.v1.Budget;
import dev.devtail.protocol.v1.BudgetAccount;
import dev.devtail.protocol.v1.BudgetAtCap;
import dev.devtail.protocol.v1.BudgetPeriod;
import dev.devtail.protocol.v1.BudgetScope;
import dev.devtail.protocol.v1.BudgetStanding;
import dev.devtail.protocol.v1.DeleteBudget;
import dev.devtail.protocol.v1.GetUsage;
import dev.devtail.protocol.v1.ListBudgets;
import dev.devtail.protocol.v1.ListModelCalls;
import dev.devtail.protocol.v1.ModelCall;
import dev.devtail.protocol.v1.ModelCallFilter;
import dev.devtail.protocol.v1.ModelCallList;
import dev.devtail.protocol.v1.SetBudget;
import dev.devtail.protocol.v1.Usage;
import dev.devtail.protocol.v1.UsageGrouping;
import dev.devtail.protocol.v1.UsageSum;
import dev.devtail.router.budget.Admission;
import dev.devtail.router.budget.BudgetExceededException;
import dev.devtail.router.budget.Budgets;
import dev.devtail.router.budget.Spender;
import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.testing.Entries;
import dev.devtail.router.testing.RouterDatabase;
import dev.devtail.router.testing.TestRouter;
import dev.devtail.testing.database.TestDatabase;
import io.grpc.StatusRuntimeException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RouterDatabase.class)
class UsageEndpointTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestDatabase database;
  private final String ada = "ada-" + UUID.randomUUID();
  @TempDir private Path journal;
  private TestRouter router;

  UsageEndpointTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() {
    router =
        new TestRouter(
                database,
                journal,
                "--devtail.router.database.call-timeout=20s",
                "--devtail.router.database.acquire-timeout=10s")
            .ready();
  }

  @AfterEach
  void stop() {
    router.close();
  }

  private UsageServiceBlockingStub stub(String user) {
    return router.as(user, UsageServiceGrpc::newBlockingStub);
  }

  private void record(LedgerEntry... entries) {
    for (LedgerEntry entry : entries) {
      router.bean(Ledger.class).record(entry).block(PATIENCE);
    }
  }

  private static ModelCallFilter aroundNoon() {
    return ModelCallFilter.newBuilder()
        .setFrom(Times.of(Entries.NOON.minus(Duration.ofDays(5))))
        .setUntil(Times.of(Entries.NOON.plus(Duration.ofDays(5))))
        .build();
  }

  private Usage usage(String user, String zone, UsageGrouping... by) {
    return stub(user)
        .getUsage(
            GetUsage.newBuilder()
                .setFilter(aroundNoon())
                .addAllGroupBy(List.of(by))
                .setTimeZone(zone)
                .build());
  }

  private void awaitCalls(long calls) {
    await()
        .atMost(PATIENCE)
        .until(() -> usage(ada, "").getTotal().getCalls(), found -> found == calls);
  }

  private static Fault fault(ThrowingCallable call) {
    return Faults.toFault(catchThrowableOfType(StatusRuntimeException.class, call));
  }

  @Test
  void callsAreSummedUpAsTheyAreToldApart() {
    Instant late = Instant.parse("2026-11-22T23:30:00Z");
    record(
        Entries.at(Entries.NOON, ada, "s1", "opus", "1.5"),
        Entries.at(Entries.NOON, ada, "s2", "haiku", "0.25"),
        Entries.at(late, ada, "s1", "opus", "0.125"),
        Entries.at(Entries.NOON, ada, "s1", "local", null),
        Entries.at(Entries.NOON, "bob", "s1", "opus", "99"));
    awaitCalls(4);

    Usage byModel = usage(ada, "", UsageGrouping.USAGE_GROUPING_MODEL);
    assertThat(byModel.getSumsList())
        .extracting(UsageSum::getModel, UsageSum::getCostUsd, UsageSum::getUnknownCosts)
        .containsExactly(
            tuple("anthropic/opus", "1.625", 0L),
            tuple("anthropic/haiku", "0.25", 0L),
            tuple("anthropic/local", "0", 1L));
    assertThat(byModel.getTotal().getCostUsd()).isEqualTo("1.875");
    assertThat(byModel.getTotal().getUsage().getOutput()).isEqualTo(200);

    // Half past eleven in the evening is another day in Kathmandu.
    Usage byDay = usage(ada, "Asia/Kathmandu", UsageGrouping.USAGE_GROUPING_DAY);
    assertThat(byDay.getSumsList())
        .extracting(sum -> Times.check("start", sum.getStart()), UsageSum::getCostUsd)
        .containsExactly(
            tuple(Instant.parse("2026-11-21T18:15:00Z"), "1.75"),
            tuple(Instant.parse("2026-11-22T18:15:00Z"), "0.125"));

    assertThat(
            usage(ada, "", UsageGrouping.USAGE_GROUPING_DAY, UsageGrouping.USAGE_GROUPING_SESSION)
                .getSumsList())
        .extracting(UsageSum::getSessionId)
        .containsExactly("s1", "s2");
    assertThat(usage("carol-" + UUID.randomUUID(), "").getTotal().getCalls()).isZero();
  }

  @Test
  void callsAreListedInParts() {
    List<LedgerEntry> entries = new ArrayList<>();
    for (int n = 0; n < 7; n++) {
      // Two of each moment.
      entries.add(Entries.at(Entries.NOON.plusSeconds(n / 2), ada, "s1", "opus", "0.1"));
    }
    record(entries.toArray(LedgerEntry[]::new));
    awaitCalls(7);
    List<String> listed = new ArrayList<>();
    String behind = "";
    do {
      ModelCallList part =
          stub(ada)
              .listModelCalls(
                  ListModelCalls.newBuilder()
                      .setFilter(aroundNoon())
                      .setLimit(3)
                      .setBehind(behind)
                      .build());
      listed.addAll(part.getCallsList().stream().map(ModelCall::getId).toList());
      behind = part.getNext();
    } while (!behind.isEmpty());
    assertThat(listed).hasSize(7).doesNotHaveDuplicates();
    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            entries.stream().map(entry -> entry.id().toString()).toList());
    assertThat(listed.getFirst()).isEqualTo(entries.getLast().id().toString());
    assertThat(
            fault(
                    () ->
                        stub(ada)
                            .listModelCalls(
                                ListModelCalls.newBuilder().setBehind("nonsense").build()))
                .field())
        .isEqualTo("behind");
  }

  private static SetBudget daily(String cap) {
    return SetBudget.newBuilder()
        .setBudget(
            Budget.newBuilder()
                .setScope(BudgetScope.BUDGET_SCOPE_USER)
                .setPeriod(BudgetPeriod.BUDGET_PERIOD_DAY)
                .setCapUsd(cap))
        .build();
  }

  private Optional<Admission> admit(String worst) {
    return router
        .bean(Budgets.class)
        .admit(new Spender(ada, "s1", "", ""), Optional.of(new BigDecimal(worst)))
        .onErrorComplete(BudgetExceededException.class)
        .blockOptional(PATIENCE);
  }

  private BudgetAccount account() {
    List<BudgetStanding> all =
        stub(ada).listBudgets(ListBudgets.getDefaultInstance()).getBudgetsList();
    assertThat(all).hasSize(1);
    return all.getFirst().getAccounts(0);
  }

  @Test
  void aBudgetIsHeldAsSoonAsItIsSetAndUntilMoreIsAllowed() {
    record(Entries.at(Instant.now(), ada, "s1", "opus", "0.4"));
    await()
        .atMost(PATIENCE)
        .until(() -> stub(ada).getUsage(GetUsage.getDefaultInstance()).getTotal().getCalls() == 1);
    BudgetStanding set = stub(ada).setBudget(daily("1.00"));
    assertThat(set.getBudget().getAtCap()).isEqualTo(BudgetAtCap.BUDGET_AT_CAP_ASK);
    assertThat(set.getAccounts(0).getSpentUsd()).as("spent before it was set").isEqualTo("0.4");

    await().atMost(PATIENCE).until(() -> admit("0.7").isEmpty());
    Admission admitted = admit("0.5").orElseThrow();
    assertThat(account().getReservedUsd()).isEqualTo("0.5");
    admitted.settle(Entries.of(ada, "0.35")).block(PATIENCE);
    await().atMost(PATIENCE).until(() -> account().getSpentUsd(), "0.75"::equals);
    assertThat(account().getReservedUsd()).isEqualTo("0");

    assertThat(admit("0.5")).isEmpty();
    BudgetStanding allowed =
        stub(ada)
            .allowMore(
                AllowMore.newBuilder()
                    .setBudgetId(set.getBudget().getId())
                    .setAmountUsd("0.25")
                    .build());
    assertThat(allowed.getAccounts(0).getAllowedUsd()).isEqualTo("0.25");
    assertThat(admit("0.5")).isPresent();

    BudgetStanding again = stub(ada).setBudget(daily("5"));
    assertThat(again.getBudget().getId()).isEqualTo(set.getBudget().getId());
    assertThat(again.getAccounts(0).getSpentUsd()).isEqualTo("0.75");
  }

  @Test
  void nobodyTouchesTheBudgetsOfOthers() {
    String id = stub(ada).setBudget(daily("1")).getBudget().getId();
    String eve = "eve-" + UUID.randomUUID();
    assertThat(stub(eve).listBudgets(ListBudgets.getDefaultInstance()).getBudgetsList()).isEmpty();
    assertThat(
            fault(() -> stub(eve).deleteBudget(DeleteBudget.newBuilder().setBudgetId(id).build()))
                .code())
        .isEqualTo(FaultCode.NOT_FOUND);
    assertThat(
            fault(
                    () ->
                        stub(eve)
                            .allowMore(
                                AllowMore.newBuilder().setBudgetId(id).setAmountUsd("1").build()))
                .code())
        .isEqualTo(FaultCode.NOT_FOUND);
    stub(ada).deleteBudget(DeleteBudget.newBuilder().setBudgetId(id).build());
    assertThat(stub(ada).listBudgets(ListBudgets.getDefaultInstance()).getBudgetsList()).isEmpty();
    await().atMost(PATIENCE).until(() -> admit("1000").isPresent());
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(fault(() -> stub(ada).setBudget(daily("-1"))).field()).isEqualTo("budget.cap_usd");
    assertThat(fault(() -> usage(ada, "Europe/Atlantis")).field()).isEqualTo("time_zone");
    SetBudget nameless =
        SetBudget.newBuilder()
            .setBudget(
                daily("1").getBudget().toBuilder().setScope(BudgetScope.BUDGET_SCOPE_SESSION))
            .build();
    assertThat(fault(() -> stub(ada).setBudget(nameless)).field()).isEqualTo("budget.subject");
  }

  /** The database is not needed for a call to be recorded, nor for the service to go down. */
  @Test
  void whatIsInTheJournalAtTheEndIsShippedByTheNextLife() {
    record(Entries.of(ada, "0.25"));
    router.close();
    start();
    awaitCalls(1);
  }
}
