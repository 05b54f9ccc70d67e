package dev.devtail.gateway.fakes;

import com.google.protobuf.Timestamp;
import dev.devtail.protocol.service.v1.UsageServiceGrpc.UsageServiceImplBase;
import dev.devtail.protocol.v1.AllowMore;
import dev.devtail.protocol.v1.Budget;
import dev.devtail.protocol.v1.BudgetAccount;
import dev.devtail.protocol.v1.BudgetAtCap;
import dev.devtail.protocol.v1.BudgetList;
import dev.devtail.protocol.v1.BudgetPeriod;
import dev.devtail.protocol.v1.BudgetScope;
import dev.devtail.protocol.v1.BudgetStanding;
import dev.devtail.protocol.v1.DeleteBudget;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.GetUsage;
import dev.devtail.protocol.v1.ListBudgets;
import dev.devtail.protocol.v1.ListModelCalls;
import dev.devtail.protocol.v1.ModelCall;
import dev.devtail.protocol.v1.ModelCallList;
import dev.devtail.protocol.v1.ModelCallOutcome;
import dev.devtail.protocol.v1.SetBudget;
import dev.devtail.protocol.v1.TokenUsage;
import dev.devtail.protocol.v1.Usage;
import dev.devtail.protocol.v1.UsageSum;
import io.grpc.stub.StreamObserver;

/** What calls of models have cost. There are 2 500 calls; the last one's cost nobody knows. */
public final class FakeUsageService extends UsageServiceImplBase {

  public static final String BUDGET = "00000000-0000-7000-8000-000000000001";
  public static final int CALLS = 2_500;

  private static final Timestamp NOON = Timestamp.newBuilder().setSeconds(1_795_348_800).build();

  private final Answers answers;

  FakeUsageService(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void getUsage(GetUsage request, StreamObserver<Usage> caller) {
    UsageSum sum =
        UsageSum.newBuilder()
            .setModel("anthropic/opus, the \"large\"")
            .setStart(NOON)
            .setCalls(3)
            .setFailedCalls(1)
            .setUsage(TokenUsage.newBuilder().setInput(10).setOutput(20))
            .setCostUsd("0.000000000000000001")
            .setUnknownCosts(1)
            .build();
    answers.to(
        caller,
        request,
        request.getFilter().getSessionId(),
        () ->
            Usage.newBuilder()
                .addSums(sum)
                .setTotal(sum.toBuilder().clearModel().clearStart())
                .setFrom(NOON)
                .setUntil(NOON)
                .build());
  }

  @Override
  public void listModelCalls(ListModelCalls request, StreamObserver<ModelCallList> caller) {
    answers.to(caller, request, request.getFilter().getSessionId(), () -> part(request));
  }

  private static ModelCallList part(ListModelCalls request) {
    int from = request.getBehind().isEmpty() ? 0 : Integer.parseInt(request.getBehind());
    int until = Math.min(CALLS, from + (request.getLimit() == 0 ? 100 : request.getLimit()));
    ModelCallList.Builder part = ModelCallList.newBuilder();
    for (int number = from; number < until; number++) {
      ModelCall.Builder call =
          ModelCall.newBuilder()
              .setId("call-" + number)
              .setTime(NOON)
              .setModel("anthropic/opus")
              .setAgentRole("=cmd()")
              .setOutcome(ModelCallOutcome.MODEL_CALL_OUTCOME_DONE)
              .setAttempts(1)
              .setDurationMs(900);
      part.addCalls(number == CALLS - 1 ? call : call.setCostUsd("0.25").setFirstTokenMs(120));
    }
    return part.setNext(until == CALLS ? "" : Integer.toString(until)).build();
  }

  private static BudgetStanding standing() {
    return BudgetStanding.newBuilder()
        .setBudget(
            Budget.newBuilder()
                .setId(BUDGET)
                .setScope(BudgetScope.BUDGET_SCOPE_USER)
                .setPeriod(BudgetPeriod.BUDGET_PERIOD_DAY)
                .setTimeZone("UTC")
                .setCapUsd("5")
                .setWarnAt("0.8")
                .setAtCap(BudgetAtCap.BUDGET_AT_CAP_ASK))
        .setStart(NOON)
        .addAccounts(
            BudgetAccount.newBuilder()
                .setSubject("ada")
                .setSpentUsd("1.25")
                .setReservedUsd("0.5")
                .setAllowedUsd("0"))
        .build();
  }

  @Override
  public void listBudgets(ListBudgets request, StreamObserver<BudgetList> caller) {
    answers.to(caller, request, "", () -> BudgetList.newBuilder().addBudgets(standing()).build());
  }

  @Override
  public void setBudget(SetBudget request, StreamObserver<BudgetStanding> caller) {
    answers.to(caller, request, "", FakeUsageService::standing);
  }

  @Override
  public void deleteBudget(DeleteBudget request, StreamObserver<Done> caller) {
    answers.to(caller, request, request.getBudgetId(), Done::getDefaultInstance);
  }

  @Override
  public void allowMore(AllowMore request, StreamObserver<BudgetStanding> caller) {
    answers.to(caller, request, request.getBudgetId(), FakeUsageService::standing);
  }
}
