package dev.devtail.context.grpc;

import dev.devtail.context.build.ContextBuilder;
import dev.devtail.context.build.TokenCounter;
import dev.devtail.context.index.WorkspaceIndex;
import dev.devtail.context.live.LiveWorkspace;
import dev.devtail.context.live.LiveWorkspaces;
import dev.devtail.context.select.PathGlobs;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.BuildContextRequest;
import dev.devtail.protocol.service.v1.BuiltContext;
import dev.devtail.protocol.service.v1.CodeMapPart;
import dev.devtail.protocol.service.v1.CodeMapRequest;
import dev.devtail.protocol.service.v1.ContextServiceGrpc.ContextServiceImplBase;
import dev.devtail.protocol.service.v1.ContextState;
import dev.devtail.protocol.service.v1.ContextStateRequest;
import dev.devtail.protocol.service.v1.ContextUpdated;
import dev.devtail.protocol.service.v1.CountTokensRequest;
import dev.devtail.protocol.service.v1.FileMap;
import dev.devtail.protocol.service.v1.RankRequest;
import dev.devtail.protocol.service.v1.RankedFiles;
import dev.devtail.protocol.service.v1.TokenCounts;
import dev.devtail.protocol.service.v1.WorkspacePlace;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code devtail.service.v1.ContextService}, for users. */
public final class ContextEndpoint extends ContextServiceImplBase {

  private static final int DEFAULT_RANKED = 50;

  /** Of a part of a map, about. */
  private static final int PART_BYTES = 256 * 1024;

  /** Who asks for a workspace that is not read yet waits for so long. */
  private static final Duration FIRST_READING = Duration.ofSeconds(60);

  private static final Duration COME_BACK = Duration.ofSeconds(5);

  private final LiveWorkspaces workspaces;
  private final ContextBuilder builder;
  private final TokenCounter counter;
  private final Scheduler scheduler;

  /**
   * @param scheduler runs what takes milliseconds
   */
  public ContextEndpoint(
      LiveWorkspaces workspaces,
      ContextBuilder builder,
      TokenCounter counter,
      Scheduler scheduler) {
    this.workspaces = workspaces;
    this.builder = builder;
    this.counter = counter;
    this.scheduler = scheduler;
  }

  @Override
  public void getCodeMap(CodeMapRequest request, StreamObserver<CodeMapPart> observer) {
    ReactiveCalls.stream(
        observer,
        () -> {
          PathGlobs globs = PathGlobs.of(FieldRules.check(request).getGlobsList());
          return ready(live(request.getAt())).flatMapMany(index -> map(index, globs));
        });
  }

  private static Flux<CodeMapPart> map(WorkspaceIndex index, PathGlobs globs) {
    return Flux.fromIterable(index.paths())
        .filter(globs)
        .mapNotNull(
            path ->
                index
                    .facts(path)
                    .map(facts -> ContextMessages.file(index, path, facts))
                    .orElse(null))
        .bufferUntil(new Parts()::isFull)
        .map(files -> CodeMapPart.newBuilder().addAllFiles(files).build());
  }

  /** Tells where a part ends. */
  private static final class Parts {

    private int bytes;

    boolean isFull(FileMap file) {
      bytes += file.getSerializedSize();
      boolean full = bytes >= PART_BYTES;
      bytes = full ? 0 : bytes;
      return full;
    }
  }

  @Override
  public void rank(RankRequest request, StreamObserver<RankedFiles> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          int most = FieldRules.check(request).getLimit();
          return ready(live(request.getAt()))
              .publishOn(scheduler)
              .map(index -> index.rank(request.getTask(), most == 0 ? DEFAULT_RANKED : most))
              .map(ContextMessages::ranked);
        });
  }

  @Override
  public void build(BuildContextRequest request, StreamObserver<BuiltContext> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          LiveWorkspace live = live(FieldRules.check(request).getAt());
          return ready(live)
              .then(builder.build(live, ContextMessages.order(request)))
              .map(ContextMessages::built);
        });
  }

  @Override
  public void count(CountTokensRequest request, StreamObserver<TokenCounts> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          PathGlobs globs = PathGlobs.of(FieldRules.check(request).getGlobsList());
          LiveWorkspace live = live(request.getAt());
          return ready(live)
              .flatMap(
                  index ->
                      counter.count(
                          live,
                          index.paths().stream().filter(globs).toList(),
                          ContextMessages.encoding(request.getModel())))
              .map(ContextMessages::counts);
        });
  }

  @Override
  public void getState(ContextStateRequest request, StreamObserver<ContextState> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          LiveWorkspace live = live(FieldRules.check(request).getAt());
          return live.state().map(state -> ContextMessages.state(state, live.index().history()));
        });
  }

  @Override
  public void watch(ContextStateRequest request, StreamObserver<ContextUpdated> observer) {
    ReactiveCalls.stream(
        observer,
        () -> live(FieldRules.check(request).getAt()).updates().map(ContextMessages::updated));
  }

  private LiveWorkspace live(WorkspacePlace at) {
    Identity caller = IdentityServerInterceptor.current();
    if (caller.role() != Identity.Role.USER) {
      throw new Fault(FaultCode.PERMISSION_DENIED, "Only for a user.");
    }
    FieldRules.check(at);
    return opened(new LiveWorkspaces.Key(caller.user(), at.getPlace(), at.getWorkspace()));
  }

  /** What keeps a workspace true outlives the call that was the first to ask. */
  private LiveWorkspace opened(LiveWorkspaces.Key key) {
    Context caller = Context.ROOT.attach();
    try {
      return workspaces.get(key);
    } finally {
      Context.ROOT.detach(caller);
    }
  }

  private static Mono<WorkspaceIndex> ready(LiveWorkspace live) {
    return live.ready()
        .timeout(FIRST_READING)
        .onErrorMap(
            TimeoutException.class,
            late -> Fault.unavailable("The workspace is still being read.", COME_BACK));
  }
}
