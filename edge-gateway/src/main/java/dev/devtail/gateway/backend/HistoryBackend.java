package dev.devtail.gateway.backend;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.service.v1.HistoryServiceGrpc;
import dev.devtail.protocol.service.v1.HistoryServiceGrpc.HistoryServiceStub;
import dev.devtail.protocol.v1.HistoryHits;
import dev.devtail.protocol.v1.HistoryPart;
import dev.devtail.protocol.v1.ReadHistory;
import dev.devtail.protocol.v1.SearchHistory;
import reactor.core.publisher.Mono;

/**
 * What a user can do with the histories of terminals: they are where the terminals live, or lived.
 * Everything is checked and authorised by the service that owns it; everything fails with a {@link
 * Fault}.
 */
public final class HistoryBackend {

  private final TerminalChannels channels;
  private final UserCalls calls;

  HistoryBackend(TerminalChannels channels, UserCalls calls) {
    this.channels = channels;
    this.calls = calls;
  }

  public Mono<HistoryPart> read(Identity user, ReadHistory request) {
    return calls.atOwner(
        user, request.getTerminalId(), place -> ReactiveCalls.call(as(user, place)::read, request));
  }

  public Mono<HistoryHits> search(Identity user, SearchHistory request) {
    return calls.atOwner(
        user,
        request.getTerminalId(),
        place -> ReactiveCalls.call(as(user, place)::search, request));
  }

  private HistoryServiceStub as(Identity user, String place) {
    return calls.as(user, HistoryServiceGrpc.newStub(channels.to(place)));
  }
}
