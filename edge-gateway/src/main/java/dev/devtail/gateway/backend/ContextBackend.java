package dev.devtail.gateway.backend;

import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.service.v1.BuildContextRequest;
import dev.devtail.protocol.service.v1.BuiltContext;
import dev.devtail.protocol.service.v1.CodeMapRequest;
import dev.devtail.protocol.service.v1.ContextServiceGrpc.ContextServiceStub;
import dev.devtail.protocol.service.v1.ContextState;
import dev.devtail.protocol.service.v1.ContextStateRequest;
import dev.devtail.protocol.service.v1.CountTokensRequest;
import dev.devtail.protocol.service.v1.FileMap;
import dev.devtail.protocol.service.v1.RankRequest;
import dev.devtail.protocol.service.v1.RankedFiles;
import dev.devtail.protocol.service.v1.TokenCounts;
import dev.devtail.protocol.service.v1.WorkspacePlace;
import dev.devtail.protocol.v1.Session;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is known of the workspace of a session, and contexts of it. Requests come without a
 * workspace: it is the session's. Everything fails with a Fault.
 */
public final class ContextBackend {

  private final ContextServiceStub contexts;
  private final UserCalls calls;
  private final TerminalLocator locator;
  private final BiFunction<Identity, String, Mono<Session>> sessions;

  /**
   * @param sessions a user's session by its id; by none the default one
   */
  ContextBackend(
      ContextServiceStub contexts,
      UserCalls calls,
      TerminalLocator locator,
      BiFunction<Identity, String, Mono<Session>> sessions) {
    this.contexts = contexts;
    this.calls = calls;
    this.locator = locator;
    this.sessions = sessions;
  }

  public Mono<ContextState> state(Identity user, String session) {
    return at(user, session)
        .map(at -> ContextStateRequest.newBuilder().setAt(at).build())
        .flatMap(request -> ReactiveCalls.call(as(user)::getState, request));
  }

  public Flux<FileMap> map(Identity user, String session, CodeMapRequest request) {
    return at(user, session)
        .map(at -> request.toBuilder().setAt(at).build())
        .flatMapMany(placed -> ReactiveCalls.receive(as(user)::getCodeMap, placed))
        .flatMapIterable(part -> part.getFilesList());
  }

  public Mono<RankedFiles> rank(Identity user, String session, RankRequest request) {
    return at(user, session)
        .map(at -> request.toBuilder().setAt(at).build())
        .flatMap(placed -> ReactiveCalls.call(as(user)::rank, placed));
  }

  public Mono<BuiltContext> build(Identity user, String session, BuildContextRequest request) {
    return at(user, session)
        .map(at -> request.toBuilder().setAt(at).build())
        .flatMap(placed -> ReactiveCalls.call(as(user)::build, placed));
  }

  public Mono<TokenCounts> count(Identity user, String session, CountTokensRequest request) {
    return at(user, session)
        .map(at -> request.toBuilder().setAt(at).build())
        .flatMap(placed -> ReactiveCalls.call(as(user)::count, placed));
  }

  /** The workspace of a session, where its new terminals would be. */
  private Mono<WorkspacePlace> at(Identity user, String session) {
    return sessions
        .apply(user, session)
        .map(
            found ->
                WorkspacePlace.newBuilder()
                    .setWorkspace(found.getWorkspace())
                    .setPlace(locator.placeForNew())
                    .build());
  }

  private ContextServiceStub as(Identity user) {
    return calls.as(user, contexts);
  }
}
