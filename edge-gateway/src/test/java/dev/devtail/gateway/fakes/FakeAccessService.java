package dev.devtail.gateway.fakes;

import com.google.protobuf.Timestamp;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.protocol.service.v1.AccessServiceGrpc.AccessServiceImplBase;
import dev.devtail.protocol.service.v1.CheckGrantsRequest;
import dev.devtail.protocol.service.v1.EndedGrants;
import dev.devtail.protocol.service.v1.VerifiedToken;
import dev.devtail.protocol.service.v1.VerifyTokenRequest;
import dev.devtail.protocol.v1.CreateKey;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.Device;
import dev.devtail.protocol.v1.DeviceList;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.KeyList;
import dev.devtail.protocol.v1.ListDevices;
import dev.devtail.protocol.v1.ListKeys;
import dev.devtail.protocol.v1.ListShares;
import dev.devtail.protocol.v1.ModelKey;
import dev.devtail.protocol.v1.NewDevice;
import dev.devtail.protocol.v1.NewKey;
import dev.devtail.protocol.v1.NewShare;
import dev.devtail.protocol.v1.PairDevice;
import dev.devtail.protocol.v1.RevokeDevice;
import dev.devtail.protocol.v1.RevokeKey;
import dev.devtail.protocol.v1.RevokeShare;
import dev.devtail.protocol.v1.Share;
import dev.devtail.protocol.v1.ShareList;
import dev.devtail.protocol.v1.ViewerRole;
import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shares, devices, keys, and what their tokens stand for. */
public final class FakeAccessService extends AccessServiceImplBase {

  /** Good tokens, and what they stand for. */
  public final Map<String, VerifiedToken> tokens = new ConcurrentHashMap<>();

  /** Whether nobody can say what a token stands for. */
  public volatile boolean away;

  private final Answers answers;

  FakeAccessService(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void createShare(CreateShare request, StreamObserver<NewShare> caller) {
    answers.to(
        caller,
        request,
        request.getTerminalId(),
        () ->
            NewShare.newBuilder()
                .setShare(share("g1", request.getRole()))
                .setToken("dvt_share_g1_secret")
                .build());
  }

  private static Share share(String id, ViewerRole role) {
    return Share.newBuilder()
        .setId(id)
        .setTerminalId("t1")
        .setRole(role)
        .setNote("for grace")
        .setCreatedAt(Timestamp.newBuilder().setSeconds(1_000_000_000))
        .setExpiresAt(Timestamp.newBuilder().setSeconds(1_000_003_600))
        .build();
  }

  @Override
  public void listShares(ListShares request, StreamObserver<ShareList> caller) {
    answers.to(
        caller,
        request,
        "",
        () ->
            ShareList.newBuilder()
                .addShares(share("g1", ViewerRole.VIEWER_ROLE_READ_ONLY))
                .build());
  }

  @Override
  public void revokeShare(RevokeShare request, StreamObserver<Done> caller) {
    answers.to(caller, request, request.getShareId(), Done::getDefaultInstance);
  }

  @Override
  public void pairDevice(PairDevice request, StreamObserver<NewDevice> caller) {
    answers.to(
        caller,
        request,
        request.getName(),
        () ->
            NewDevice.newBuilder()
                .setDevice(Device.newBuilder().setId("g2").setName(request.getName()))
                .setToken("dvt_device_g2_secret")
                .build());
  }

  @Override
  public void listDevices(ListDevices request, StreamObserver<DeviceList> caller) {
    answers.to(
        caller,
        request,
        "",
        () ->
            DeviceList.newBuilder()
                .addDevices(
                    Device.newBuilder()
                        .setId("g2")
                        .setName("phone")
                        .setLastUsedAt(Timestamp.newBuilder().setSeconds(1_000_000_000)))
                .build());
  }

  @Override
  public void revokeDevice(RevokeDevice request, StreamObserver<Done> caller) {
    answers.to(caller, request, request.getDeviceId(), Done::getDefaultInstance);
  }

  @Override
  public void createKey(CreateKey request, StreamObserver<NewKey> caller) {
    answers.to(
        caller,
        request,
        request.getSessionId(),
        () ->
            NewKey.newBuilder()
                .setKey(key(request.getName(), request.getSessionId()))
                .setToken("dvt_key_g3_secret")
                .build());
  }

  private static ModelKey key(String name, String session) {
    return ModelKey.newBuilder()
        .setId("g3")
        .setName(name)
        .setSessionId(session)
        .setCreatedAt(Timestamp.newBuilder().setSeconds(1_000_000_000))
        .setExpiresAt(Timestamp.newBuilder().setSeconds(1_000_003_600))
        .build();
  }

  @Override
  public void listKeys(ListKeys request, StreamObserver<KeyList> caller) {
    answers.to(caller, request, "", () -> KeyList.newBuilder().addKeys(key("agent", "")).build());
  }

  @Override
  public void revokeKey(RevokeKey request, StreamObserver<Done> caller) {
    answers.to(caller, request, request.getKeyId(), Done::getDefaultInstance);
  }

  @Override
  public void verify(VerifyTokenRequest request, StreamObserver<VerifiedToken> caller) {
    answers.to(
        caller,
        request,
        away ? "down" : "",
        () -> {
          IdentityServerInterceptor.requireService();
          VerifiedToken good = tokens.get(request.getToken());
          if (good == null) {
            throw new Fault(FaultCode.UNAUTHENTICATED, "This link is not valid.");
          }
          return good;
        });
  }

  @Override
  public void check(CheckGrantsRequest request, StreamObserver<EndedGrants> caller) {
    answers.to(
        caller,
        request,
        away ? "down" : "",
        () -> {
          IdentityServerInterceptor.requireService();
          Set<String> ended = new HashSet<>(request.getGrantIdsList());
          tokens.values().forEach(good -> ended.remove(good.getGrantId()));
          return EndedGrants.newBuilder().addAllGrantIds(ended).build();
        });
  }
}
