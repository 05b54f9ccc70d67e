package dev.devtail.router.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.UsageServiceGrpc.UsageServiceImplBase;
import dev.devtail.protocol.v1.AllowMore;
import dev.devtail.protocol.v1.BudgetList;
import dev.devtail.protocol.v1.BudgetStanding;
import dev.devtail.protocol.v1.DeleteBudget;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.GetUsage;
import dev.devtail.protocol.v1.ListBudgets;
import dev.devtail.protocol.v1.ListModelCalls;
import dev.devtail.protocol.v1.ModelCallList;
import dev.devtail.protocol.v1.SetBudget;
import dev.devtail.protocol.v1.Usage;
import dev.devtail.router.budget.UserBudgets;
import dev.devtail.router.ledger.CallPosition;
import dev.devtail.router.ledger.UsageQuery;
import dev.devtail.router.ledger.UsageReader;
import io.grpc.stub.StreamObserver;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** {@code devtail.service.v1.UsageService}: acts for the user of the call's identity. */
public final class UsageEndpoint extends UsageServiceImplBase {

  private static final int DEFAULT_CALLS = 100;

  private final UsageReader usage;
  private final UserBudgets budgets;
  private final Supplier<UUID> ids;
  private final Clock clock;

  public UsageEndpoint(UsageReader usage, UserBudgets budgets, Supplier<UUID> ids, Clock clock) {
    this.usage = usage;
    this.budgets = budgets;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public void getUsage(GetUsage request, StreamObserver<Usage> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          UsageQuery query =
              UsageMessages.query(user(), FieldRules.check(request), clock.instant());
          return usage.sums(query).map(sums -> UsageMessages.usage(query.filter(), sums));
        });
  }

  @Override
  public void listModelCalls(ListModelCalls request, StreamObserver<ModelCallList> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          UsageQuery.CallFilter filter =
              UsageMessages.filter(user(), FieldRules.check(request).getFilter(), clock.instant());
          int limit = request.getLimit() == 0 ? DEFAULT_CALLS : request.getLimit();
          return usage
              .calls(filter, behind(request.getBehind()), limit)
              .map(calls -> UsageMessages.calls(calls, limit));
        });
  }

  private static Optional<CallPosition> behind(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        CallPosition.parse(text)
            .orElseThrow(() -> Fault.invalid("behind", text, "next of the part before")));
  }

  @Override
  public void listBudgets(ListBudgets request, StreamObserver<BudgetList> observer) {
    ReactiveCalls.answer(observer, () -> budgets.list(user()).map(BudgetMessages::list));
  }

  @Override
  public void setBudget(SetBudget request, StreamObserver<BudgetStanding> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          String user = user();
          return budgets
              .set(
                  user,
                  BudgetMessages.budget(ids.get(), user, FieldRules.check(request).getBudget()))
              .map(BudgetMessages::standing);
        });
  }

  @Override
  public void deleteBudget(DeleteBudget request, StreamObserver<Done> observer) {
    ReactiveCalls.answer(
        observer,
        () ->
            budgets
                .delete(user(), BudgetMessages.id(FieldRules.check(request).getBudgetId()))
                .thenReturn(Done.getDefaultInstance()));
  }

  @Override
  public void allowMore(AllowMore request, StreamObserver<BudgetStanding> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          String user = user();
          FieldRules.check(request);
          return budgets
              .allow(
                  user,
                  BudgetMessages.id(request.getBudgetId()),
                  request.getSubject(),
                  new BigDecimal(request.getAmountUsd()))
              .map(BudgetMessages::standing);
        });
  }

  private static String user() {
    Identity identity = IdentityServerInterceptor.current();
    if (identity.role() != Identity.Role.USER) {
      throw new Fault(FaultCode.PERMISSION_DENIED, "Only for a user.");
    }
    return identity.user();
  }
}
