package dev.devtail.gateway.backend;

import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.service.v1.AgentRun;
import dev.devtail.protocol.service.v1.AgentRunList;
import dev.devtail.protocol.service.v1.AgentRunServiceGrpc.AgentRunServiceStub;
import dev.devtail.protocol.service.v1.CancelAgentRun;
import dev.devtail.protocol.service.v1.GetAgentRun;
import dev.devtail.protocol.service.v1.ListAgentRuns;
import dev.devtail.protocol.service.v1.StartAgentRun;
import dev.devtail.protocol.v1.Session;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/** A user's runs of agents. Everything fails with a Fault. */
public final class AgentRunBackend {

  private final AgentRunServiceStub runs;
  private final UserCalls calls;
  private final TerminalLocator locator;
  private final BiFunction<Identity, String, Mono<Session>> sessions;

  /**
   * @param sessions a user's session by its id; by none the default one
   */
  AgentRunBackend(
      AgentRunServiceStub runs,
      UserCalls calls,
      TerminalLocator locator,
      BiFunction<Identity, String, Mono<Session>> sessions) {
    this.runs = runs;
    this.calls = calls;
    this.locator = locator;
    this.sessions = sessions;
  }

  /**
   * Starts a run in the workspace of a session, where its new terminals would be.
   *
   * @param request without workspace and place; without a session: in the default one
   */
  public Mono<AgentRun> start(Identity user, StartAgentRun request) {
    return sessions
        .apply(user, request.getSessionId())
        .map(
            session ->
                request.toBuilder()
                    .setSessionId(session.getId())
                    .setWorkspace(session.getWorkspace())
                    .setPlace(locator.placeForNew())
                    .build())
        .flatMap(placed -> ReactiveCalls.call(as(user)::start, placed));
  }

  public Mono<AgentRun> get(Identity user, GetAgentRun request) {
    return ReactiveCalls.call(as(user)::get, request);
  }

  public Mono<AgentRunList> list(Identity user, ListAgentRuns request) {
    return ReactiveCalls.call(as(user)::list, request);
  }

  public Mono<AgentRun> cancel(Identity user, CancelAgentRun request) {
    return ReactiveCalls.call(as(user)::cancel, request);
  }

  private AgentRunServiceStub as(Identity user) {
    return calls.as(user, runs);
  }
}
