package dev.devtail.gateway.backend;

import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.service.v1.AccessServiceGrpc.AccessServiceStub;
import dev.devtail.protocol.v1.CreateKey;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.DeviceList;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.KeyList;
import dev.devtail.protocol.v1.ListDevices;
import dev.devtail.protocol.v1.ListKeys;
import dev.devtail.protocol.v1.ListShares;
import dev.devtail.protocol.v1.NewDevice;
import dev.devtail.protocol.v1.NewKey;
import dev.devtail.protocol.v1.NewShare;
import dev.devtail.protocol.v1.PairDevice;
import dev.devtail.protocol.v1.RevokeDevice;
import dev.devtail.protocol.v1.RevokeKey;
import dev.devtail.protocol.v1.RevokeShare;
import dev.devtail.protocol.v1.ShareList;
import dev.devtail.protocol.v1.Terminal;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/** What a user can do with shares, devices and keys of their own. Everything fails with a Fault. */
public final class AccessBackend {

  private final AccessServiceStub access;
  private final UserCalls calls;
  private final BiFunction<Identity, String, Mono<Terminal>> terminals;

  /**
   * @param terminals finds a terminal of a user; fails with NOT_FOUND
   */
  AccessBackend(
      AccessServiceStub access,
      UserCalls calls,
      BiFunction<Identity, String, Mono<Terminal>> terminals) {
    this.access = access;
    this.calls = calls;
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

  /** Fails with NOT_FOUND if the user has no such session. */
  public Mono<NewKey> createKey(Identity user, CreateKey request) {
    return ReactiveCalls.call(as(user)::createKey, request);
  }

  public Mono<KeyList> listKeys(Identity user, ListKeys request) {
    return ReactiveCalls.call(as(user)::listKeys, request);
  }

  public Mono<Done> revokeKey(Identity user, RevokeKey request) {
    return ReactiveCalls.call(as(user)::revokeKey, request);
  }

  private AccessServiceStub as(Identity user) {
    return calls.as(user, access);
  }
}
