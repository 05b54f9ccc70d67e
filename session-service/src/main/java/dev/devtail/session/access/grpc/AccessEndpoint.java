package dev.devtail.session.access.grpc;

import com.google.protobuf.Message;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.AccessServiceGrpc.AccessServiceImplBase;
import dev.devtail.protocol.service.v1.CheckGrantsRequest;
import dev.devtail.protocol.service.v1.EndedGrants;
import dev.devtail.protocol.service.v1.VerifiedToken;
import dev.devtail.protocol.service.v1.VerifyTokenRequest;
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
import dev.devtail.session.access.GrantKind;
import dev.devtail.session.access.Grants;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/**
 * {@code devtail.service.v1.AccessService}: users make and end grants of their own, services check
 * them.
 */
public final class AccessEndpoint extends AccessServiceImplBase {

  private final Grants grants;

  public AccessEndpoint(Grants grants) {
    this.grants = grants;
  }

  @Override
  public void createShare(CreateShare request, StreamObserver<NewShare> observer) {
    asUser(
        request,
        observer,
        (user, create) ->
            grants
                .share(
                    user,
                    GrantMessages.scope(create),
                    Duration.ofMillis(create.getLifetimeMs()),
                    create.getNote())
                .map(GrantMessages::share));
  }

  @Override
  public void listShares(ListShares request, StreamObserver<ShareList> observer) {
    asUser(
        request,
        observer,
        (user, any) ->
            grants
                .list(user, GrantKind.SHARE)
                .map(
                    list ->
                        ShareList.newBuilder()
                            .addAllShares(list.stream().map(GrantMessages::share).toList())
                            .build()));
  }

  @Override
  public void revokeShare(RevokeShare request, StreamObserver<Done> observer) {
    asUser(
        request,
        observer,
        (user, revoke) ->
            grants
                .revoke(user, GrantKind.SHARE, revoke.getShareId())
                .thenReturn(Done.getDefaultInstance()));
  }

  @Override
  public void pairDevice(PairDevice request, StreamObserver<NewDevice> observer) {
    asUser(
        request,
        observer,
        (user, pair) -> grants.pair(user, pair.getName()).map(GrantMessages::device));
  }

  @Override
  public void listDevices(ListDevices request, StreamObserver<DeviceList> observer) {
    asUser(
        request,
        observer,
        (user, any) ->
            grants
                .list(user, GrantKind.DEVICE)
                .map(
                    list ->
                        DeviceList.newBuilder()
                            .addAllDevices(list.stream().map(GrantMessages::device).toList())
                            .build()));
  }

  @Override
  public void revokeDevice(RevokeDevice request, StreamObserver<Done> observer) {
    asUser(
        request,
        observer,
        (user, revoke) ->
            grants
                .revoke(user, GrantKind.DEVICE, revoke.getDeviceId())
                .thenReturn(Done.getDefaultInstance()));
  }

  @Override
  public void createKey(CreateKey request, StreamObserver<NewKey> observer) {
    asUser(
        request,
        observer,
        (user, create) ->
            grants
                .key(
                    user,
                    GrantMessages.scope(create),
                    Duration.ofMillis(create.getLifetimeMs()),
                    create.getName())
                .map(GrantMessages::key));
  }

  @Override
  public void listKeys(ListKeys request, StreamObserver<KeyList> observer) {
    asUser(
        request,
        observer,
        (user, any) ->
            grants
                .list(user, GrantKind.KEY)
                .map(
                    list ->
                        KeyList.newBuilder()
                            .addAllKeys(list.stream().map(GrantMessages::key).toList())
                            .build()));
  }

  @Override
  public void revokeKey(RevokeKey request, StreamObserver<Done> observer) {
    asUser(
        request,
        observer,
        (user, revoke) ->
            grants
                .revoke(user, GrantKind.KEY, revoke.getKeyId())
                .thenReturn(Done.getDefaultInstance()));
  }

  @Override
  public void verify(VerifyTokenRequest request, StreamObserver<VerifiedToken> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          IdentityServerInterceptor.requireService();
          return grants.verify(FieldRules.check(request).getToken()).map(GrantMessages::verified);
        });
  }

  @Override
  public void check(CheckGrantsRequest request, StreamObserver<EndedGrants> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          IdentityServerInterceptor.requireService();
          return grants
              .ended(FieldRules.check(request).getGrantIdsList())
              .map(ended -> EndedGrants.newBuilder().addAllGrantIds(ended).build());
        });
  }

  private static <Q extends Message, R> void asUser(
      Q request, StreamObserver<R> observer, BiFunction<String, Q, Mono<R>> work) {
    ReactiveCalls.answer(
        observer,
        () -> work.apply(IdentityServerInterceptor.current().user(), FieldRules.check(request)));
  }
}
