package dev.devtail.gateway.backend;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.HistoryServiceGrpc;
import dev.devtail.protocol.service.v1.HistoryServiceGrpc.HistoryServiceStub;
import dev.devtail.protocol.v1.HistoryHits;
import dev.devtail.protocol.v1.HistoryPart;
import dev.devtail.protocol.v1.ReadHistory;
import dev.devtail.protocol.v1.SearchHistory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * What a user can do with the histories of terminals: they are where the terminals live, or lived.
 * Everything is checked and authorised by the service that owns it; everything fails with a {@link
 * Fault}.
 */
public final class HistoryBackend {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final TerminalChannels channels;
  private final TerminalLocator locator;
  private final IdentityTokens tokens;

  HistoryBackend(TerminalChannels channels, TerminalLocator locator, IdentityTokens tokens) {
    this.channels = channels;
    this.locator = locator;
    this.tokens = tokens;
  }

  public Mono<HistoryPart> read(Identity user, ReadHistory request) {
    return atOwner(user, request.getTerminalId(), stub -> ReactiveCalls.call(stub::read, request));
  }

  public Mono<HistoryHits> search(Identity user, SearchHistory request) {
    return atOwner(
        user, request.getTerminalId(), stub -> ReactiveCalls.call(stub::search, request));
  }

  /** Asks the owner; where it does not know the terminal, the directory is asked anew. */
  private <T> Mono<T> atOwner(
      Identity user, String terminalId, Function<HistoryServiceStub, Mono<T>> call) {
    Mono<T> asked =
        Mono.defer(() -> locator.locate(user, terminalId))
            .flatMap(place -> call.apply(as(user, place)));
    return asked.onErrorResume(
        HistoryBackend::isNotFound,
        stale -> {
          locator.forget(terminalId);
          return asked;
        });
  }

  private static boolean isNotFound(Throwable failure) {
    return failure instanceof Fault fault && fault.code() == FaultCode.NOT_FOUND;
  }

  private HistoryServiceStub as(Identity user, String place) {
    return HistoryServiceGrpc.newStub(channels.to(place))
        .withCallCredentials(new IdentityCredentials(tokens, user))
        .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
