package dev.devtail.router.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.AgentRun;
import dev.devtail.protocol.service.v1.AgentRunList;
import dev.devtail.protocol.service.v1.AgentRunServiceGrpc.AgentRunServiceImplBase;
import dev.devtail.protocol.service.v1.CancelAgentRun;
import dev.devtail.protocol.service.v1.GetAgentRun;
import dev.devtail.protocol.service.v1.ListAgentRuns;
import dev.devtail.protocol.service.v1.StartAgentRun;
import dev.devtail.router.role.AgentRuns;
import dev.devtail.router.role.RoleSettings;
import io.grpc.stub.StreamObserver;
import java.util.UUID;
import java.util.function.Supplier;

/** {@code devtail.service.v1.AgentRunService}: acts for the user of the call's identity. */
public final class AgentRunEndpoint extends AgentRunServiceImplBase {

  private static final int DEFAULT_RUNS = 50;

  private final AgentRuns runs;
  private final RoleSettings settings;
  private final Supplier<UUID> ids;

  /**
   * @param ids time ordered
   */
  public AgentRunEndpoint(AgentRuns runs, RoleSettings settings, Supplier<UUID> ids) {
    this.runs = runs;
    this.settings = settings;
    this.ids = ids;
  }

  @Override
  public void start(StartAgentRun request, StreamObserver<AgentRun> observer) {
    ReactiveCalls.answer(
        observer,
        () ->
            runs.start(
                    AgentRunRequests.spec(ids.get(), user(), FieldRules.check(request), settings))
                .map(AgentRunMessages::of));
  }

  @Override
  public void get(GetAgentRun request, StreamObserver<AgentRun> observer) {
    ReactiveCalls.answer(
        observer,
        () ->
            runs.find(user(), AgentRunRequests.id(FieldRules.check(request).getRunId()))
                .map(AgentRunMessages::of));
  }

  @Override
  public void list(ListAgentRuns request, StreamObserver<AgentRunList> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          int limit = FieldRules.check(request).getLimit();
          return runs.list(user(), request.getSessionId(), limit == 0 ? DEFAULT_RUNS : limit)
              .map(AgentRunMessages::of);
        });
  }

  @Override
  public void cancel(CancelAgentRun request, StreamObserver<AgentRun> observer) {
    ReactiveCalls.answer(
        observer,
        () ->
            runs.cancel(user(), AgentRunRequests.id(FieldRules.check(request).getRunId()))
                .map(AgentRunMessages::of));
  }

  private static String user() {
    Identity user = IdentityServerInterceptor.current();
    if (user.role() != Identity.Role.USER) {
      throw new Fault(FaultCode.PERMISSION_DENIED, "Only for a user.");
    }
    return user.user();
  }
}
