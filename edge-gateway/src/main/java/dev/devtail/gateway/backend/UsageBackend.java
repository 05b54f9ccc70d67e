package dev.devtail.gateway.backend;

import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.service.v1.UsageServiceGrpc.UsageServiceStub;
import dev.devtail.protocol.v1.AllowMore;
import dev.devtail.protocol.v1.BudgetList;
import dev.devtail.protocol.v1.BudgetStanding;
import dev.devtail.protocol.v1.DeleteBudget;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.GetUsage;
import dev.devtail.protocol.v1.ListBudgets;
import dev.devtail.protocol.v1.ListModelCalls;
import dev.devtail.protocol.v1.ModelCall;
import dev.devtail.protocol.v1.ModelCallList;
import dev.devtail.protocol.v1.SetBudget;
import dev.devtail.protocol.v1.Usage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a user's calls of models have cost, and what may be spent. Everything fails with a Fault.
 */
public final class UsageBackend {

  /** Calls that are asked for at once where all are wanted; the most that the protocol allows. */
  private static final int PART = 1_000;

  private final UsageServiceStub usage;
  private final UserCalls calls;

  UsageBackend(UsageServiceStub usage, UserCalls calls) {
    this.usage = usage;
    this.calls = calls;
  }

  public Mono<Usage> get(Identity user, GetUsage request) {
    return ReactiveCalls.call(as(user)::getUsage, request);
  }

  public Mono<ModelCallList> listCalls(Identity user, ListModelCalls request) {
    return ReactiveCalls.call(as(user)::listModelCalls, request);
  }

  /** All calls, newest first, a part at a time as they are taken. */
  public Flux<ModelCall> allCalls(Identity user, ListModelCalls request) {
    ListModelCalls first = request.toBuilder().setLimit(PART).build();
    return listCalls(user, first)
        .expand(
            part ->
                part.getNext().isEmpty()
                    ? Mono.empty()
                    : listCalls(user, first.toBuilder().setBehind(part.getNext()).build()))
        .concatMapIterable(ModelCallList::getCallsList);
  }

  public Mono<BudgetList> listBudgets(Identity user, ListBudgets request) {
    return ReactiveCalls.call(as(user)::listBudgets, request);
  }

  public Mono<BudgetStanding> setBudget(Identity user, SetBudget request) {
    return ReactiveCalls.call(as(user)::setBudget, request);
  }

  public Mono<Done> deleteBudget(Identity user, DeleteBudget request) {
    return ReactiveCalls.call(as(user)::deleteBudget, request);
  }

  public Mono<BudgetStanding> allowMore(Identity user, AllowMore request) {
    return ReactiveCalls.call(as(user)::allowMore, request);
  }

  private UsageServiceStub as(Identity user) {
    return calls.as(user, usage);
  }
}
