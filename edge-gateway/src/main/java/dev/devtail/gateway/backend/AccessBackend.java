package dev.devtail.gateway.backend;

import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.AccessServiceGrpc.AccessServiceStub;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.DeviceList;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.ListDevices;
import dev.devtail.protocol.v1.ListShares;
import dev.devtail.protocol.v1.NewDevice;
import dev.devtail.protocol.v1.NewShare;
import dev.devtail.protocol.v1.PairDevice;
import dev.devtail.protocol.v1.RevokeDevice;
import dev.devtail.protocol.v1.RevokeShare;
import dev.devtail.protocol.v1.ShareList;
import dev.devtail.protocol.v1.Terminal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/** What a user can do with shares and devices of their own. Everything fails with a Fault. */
public final class AccessBackend {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final AccessServiceStub access;
  private final IdentityTokens tokens;
  private final BiFunction<Identity, String, Mono<Terminal>> terminals;

  /**
   * @param terminals finds a terminal of a user; fails with NOT_FOUND
   */
  AccessBackend(
      AccessServiceStub access,
      IdentityTokens tokens,
      BiFunction<Identity, String, Mono<Terminal>> terminals) {
    this.access = access;
    this.tokens = tokens;
    this.terminals = terminals;
  }

  /** Fails with NOT_FOUND if the user has no such terminal. */
  public Mono<NewShare> createShare(Identity user, CreateShare request) {
    return terminals
        .apply(user, request.getTerminalId())
        .flatMap(terminal -> ReactiveCalls.call(as(user)::createShare, request));
  }

  public Mono<ShareList> listShares(Identity user, ListShares request) {
    return ReactiveCalls.call(as(user)::listShares, request);
  }

  public Mono<Done> revokeShare(Identity user, RevokeShare request) {
    return ReactiveCalls.call(as(user)::revokeShare, request);
  }

  public Mono<NewDevice> pairDevice(Identity user, PairDevice request) {
    return ReactiveCalls.call(as(user)::pairDevice, request);
  }

  public Mono<DeviceList> listDevices(Identity user, ListDevices request) {
    return ReactiveCalls.call(as(user)::listDevices, request);
  }

  public Mono<Done> revokeDevice(Identity user, RevokeDevice request) {
    return ReactiveCalls.call(as(user)::revokeDevice, request);
  }

  private AccessServiceStub as(Identity user) {
    return access
        .withCallCredentials(new IdentityCredentials(tokens, user))
        .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
