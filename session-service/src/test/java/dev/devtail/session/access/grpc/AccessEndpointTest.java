package dev.devtail.session.access.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.AccessServiceGrpc;
import dev.devtail.protocol.service.v1.AccessServiceGrpc.AccessServiceBlockingStub;
import dev.devtail.protocol.service.v1.CheckGrantsRequest;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.devtail.protocol.service.v1.VerifiedToken;
import dev.devtail.protocol.service.v1.VerifyTokenRequest;
import dev.devtail.protocol.v1.CreateKey;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.Device;
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
import dev.devtail.protocol.v1.SharedTerminal;
import dev.devtail.protocol.v1.ViewerRole;
import dev.devtail.session.access.GrantStore;
import dev.devtail.session.access.Grants;
import dev.devtail.session.testing.CalledFault;
import dev.devtail.session.testing.ServiceExtension;
import dev.devtail.session.testing.TestService;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Grants over gRPC, in a real PostgreSQL. */
@ExtendWith(ServiceExtension.class)
class AccessEndpointTest {

  private static final long HOUR_MS = 3_600_000;

  private final GrantStore store;
  private final AccessServiceBlockingStub ada;
  private final AccessServiceBlockingStub eve;
  private final AccessServiceBlockingStub gateway;
  private final SessionServiceBlockingStub adasSessions;

  AccessEndpointTest(TestService service) {
    String user = "ada-" + UUID.randomUUID();
    this.store = service.bean(GrantStore.class);
    this.ada = service.asUser(user, AccessServiceGrpc::newBlockingStub);
    this.adasSessions = service.asUser(user, SessionServiceGrpc::newBlockingStub);
    this.eve = service.asUser("eve-" + user, AccessServiceGrpc::newBlockingStub);
    this.gateway = service.asService(AccessServiceGrpc::newBlockingStub);
  }

  private NewShare share(ViewerRole role) {
    return ada.createShare(
        CreateShare.newBuilder()
            .setTerminalId("t1")
            .setRole(role)
            .setLifetimeMs(HOUR_MS)
            .setNote("for grace")
            .build());
  }

  private VerifiedToken verify(String token) {
    return gateway.verify(VerifyTokenRequest.newBuilder().setToken(token).build());
  }

  private List<String> ended(String... ids) {
    return gateway
        .check(CheckGrantsRequest.newBuilder().addAllGrantIds(List.of(ids)).build())
        .getGrantIdsList();
  }

  private List<Share> shares() {
    return ada.listShares(ListShares.getDefaultInstance()).getSharesList();
  }

  private List<Device> devices() {
    return ada.listDevices(ListDevices.getDefaultInstance()).getDevicesList();
  }

  private static RevokeShare revoke(String id) {
    return RevokeShare.newBuilder().setShareId(id).build();
  }

  @Test
  void aShareIsVerifiedAsItWasMade() {
    NewShare made = share(ViewerRole.VIEWER_ROLE_READ_WRITE);
    assertThat(made.getToken()).startsWith("dvt_share_" + made.getShare().getId() + "_");
    assertThat(made.getShare().hasLastUsedAt()).isFalse();
    assertThat(
            Timestamps.toMillis(made.getShare().getExpiresAt())
                - Timestamps.toMillis(made.getShare().getCreatedAt()))
        .isEqualTo(HOUR_MS);
    assertThat(shares()).containsExactly(made.getShare());

    VerifiedToken verified = verify(made.getToken());
    assertThat(verified.getGrantId()).isEqualTo(made.getShare().getId());
    assertThat(verified.getTerminal())
        .isEqualTo(
            SharedTerminal.newBuilder()
                .setTerminalId("t1")
                .setRole(ViewerRole.VIEWER_ROLE_READ_WRITE)
                .build());
    assertThat(verified.getExpiresAt()).isEqualTo(made.getShare().getExpiresAt());
    assertThat(shares().getFirst().hasLastUsedAt()).isTrue();
    assertThat(devices()).isEmpty();
  }

  @Test
  void aShareIsReadOnlyUnlessAskedOtherwise() {
    NewShare made = share(ViewerRole.VIEWER_ROLE_UNSPECIFIED);
    assertThat(made.getShare().getRole()).isEqualTo(ViewerRole.VIEWER_ROLE_READ_ONLY);
    assertThat(verify(made.getToken()).getTerminal().getRole())
        .isEqualTo(ViewerRole.VIEWER_ROLE_READ_ONLY);
  }

  @Test
  void aDeviceMayDoEverything() {
    NewDevice made = ada.pairDevice(PairDevice.newBuilder().setName("phone").build());
    assertThat(made.getToken()).startsWith("dvt_device_");
    VerifiedToken verified = verify(made.getToken());
    assertThat(verified.hasEverything()).isTrue();
    assertThat(verified.hasExpiresAt()).isFalse();
    assertThat(devices())
        .singleElement()
        .satisfies(
            device -> {
              assertThat(device.getName()).isEqualTo("phone");
              assertThat(device.hasLastUsedAt()).isTrue();
              // Its expiry has moved on with its use.
              assertThat(Timestamps.compare(device.getExpiresAt(), made.getDevice().getExpiresAt()))
                  .isPositive();
            });
    assertThat(shares()).isEmpty();

    ada.revokeDevice(RevokeDevice.newBuilder().setDeviceId(made.getDevice().getId()).build());
    assertThat(CalledFault.of(() -> verify(made.getToken())).code())
        .isEqualTo(FaultCode.UNAUTHENTICATED);
  }

  private String session(SessionServiceBlockingStub of) {
    return of.create(CreateSession.newBuilder().setWorkspace("/srv/app").build()).getId();
  }

  private List<ModelKey> keys() {
    return ada.listKeys(ListKeys.getDefaultInstance()).getKeysList();
  }

  @Test
  void aKeyIsVerifiedAsItWasMadeAndEndsWithItsSession() {
    String session = session(adasSessions);
    NewKey made =
        ada.createKey(
            CreateKey.newBuilder()
                .setName("agent")
                .setSessionId(session)
                .setLifetimeMs(HOUR_MS)
                .build());
    assertThat(made.getToken()).startsWith("dvt_key_" + made.getKey().getId() + "_");
    assertThat(made.getKey().getSessionId()).isEqualTo(session);
    assertThat(keys()).containsExactly(made.getKey());

    VerifiedToken verified = verify(made.getToken());
    assertThat(verified.getModels().getSessionId()).isEqualTo(session);
    assertThat(verified.getExpiresAt()).isEqualTo(made.getKey().getExpiresAt());
    assertThat(keys().getFirst().hasLastUsedAt()).isTrue();
    assertThat(keys().getFirst().getExpiresAt()).isEqualTo(made.getKey().getExpiresAt());
    assertThat(devices()).isEmpty();

    adasSessions.delete(DeleteSession.newBuilder().setSessionId(session).build());
    assertThat(CalledFault.of(() -> verify(made.getToken())).code())
        .isEqualTo(FaultCode.UNAUTHENTICATED);
    assertThat(ended(made.getKey().getId())).containsExactly(made.getKey().getId());
    assertThat(keys()).isEmpty();
  }

  @Test
  void aKeyOfNoSessionIsRevoked() {
    NewKey made = ada.createKey(CreateKey.getDefaultInstance());
    assertThat(made.getKey().getSessionId()).isEmpty();
    assertThat(verify(made.getToken()).getModels().getSessionId()).isEmpty();
    RevokeKey revoke = RevokeKey.newBuilder().setKeyId(made.getKey().getId()).build();
    assertThat(CalledFault.of(() -> eve.revokeKey(revoke)).code()).isEqualTo(FaultCode.NOT_FOUND);
    ada.revokeKey(revoke);
    assertThat(CalledFault.of(() -> verify(made.getToken())).code())
        .isEqualTo(FaultCode.UNAUTHENTICATED);
    assertThat(CalledFault.of(() -> ada.revokeKey(revoke)).code()).isEqualTo(FaultCode.NOT_FOUND);
  }

  @Test
  void aKeyIsNotMadeForASessionOfSomebodyElse() {
    CreateKey create = CreateKey.newBuilder().setSessionId(session(adasSessions)).build();
    assertThat(CalledFault.of(() -> eve.createKey(create)).code()).isEqualTo(FaultCode.NOT_FOUND);
    assertThat(eve.listKeys(ListKeys.getDefaultInstance()).getKeysList()).isEmpty();
    assertThat(
            CalledFault.of(
                    () ->
                        ada.createKey(
                            CreateKey.newBuilder()
                                .setLifetimeMs(Grants.MAX_KEY_LIFETIME.toMillis() + 1)
                                .build()))
                .field())
        .isEqualTo("lifetime_ms");
  }

  @Test
  void whatIsRevokedIsRefusedAndHasEnded() {
    NewShare one = share(ViewerRole.VIEWER_ROLE_READ_ONLY);
    NewShare other = share(ViewerRole.VIEWER_ROLE_READ_ONLY);
    String id = one.getShare().getId();
    assertThat(ended(id, other.getShare().getId())).isEmpty();
    ada.revokeShare(revoke(id));
    assertThat(ended(id, other.getShare().getId())).containsExactly(id);
    Fault revoked = CalledFault.of(() -> verify(one.getToken()));
    Fault unknown =
        CalledFault.of(() -> verify(one.getToken().replace(id, "000000000000000000000000")));
    assertThat(revoked.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
    assertThat(revoked.message()).isEqualTo(unknown.message());
    assertThat(CalledFault.of(() -> ada.revokeShare(revoke(id))).code())
        .isEqualTo(FaultCode.NOT_FOUND);
    assertThat(shares()).extracting(Share::getId).containsExactly(other.getShare().getId());
  }

  @Test
  void anotherUsersGrantsAreNotThere() {
    String id = share(ViewerRole.VIEWER_ROLE_READ_ONLY).getShare().getId();
    assertThat(eve.listShares(ListShares.getDefaultInstance()).getSharesList()).isEmpty();
    assertThat(CalledFault.of(() -> eve.revokeShare(revoke(id))).code())
        .isEqualTo(FaultCode.NOT_FOUND);
    assertThat(ended(id)).isEmpty();
  }

  @Test
  void onlyServicesVerifyAndCheck() {
    String token = share(ViewerRole.VIEWER_ROLE_READ_ONLY).getToken();
    assertThat(
            CalledFault.of(
                    () -> ada.verify(VerifyTokenRequest.newBuilder().setToken(token).build()))
                .code())
        .isEqualTo(FaultCode.PERMISSION_DENIED);
    assertThat(CalledFault.of(() -> ada.check(CheckGrantsRequest.getDefaultInstance())).code())
        .isEqualTo(FaultCode.PERMISSION_DENIED);
  }

  @Test
  void badRequestsNameTheField() {
    assertThat(invalid(CreateShare.newBuilder())).isEqualTo("terminal_id");
    assertThat(invalid(CreateShare.newBuilder().setTerminalId("../t"))).isEqualTo("terminal_id");
    assertThat(invalid(CreateShare.newBuilder().setTerminalId("t").setNote("n".repeat(201))))
        .isEqualTo("note");
    assertThat(
            invalid(
                CreateShare.newBuilder()
                    .setTerminalId("t")
                    .setLifetimeMs(Grants.MAX_SHARE_LIFETIME.toMillis() + 1)))
        .isEqualTo("lifetime_ms");
    assertThat(invalid(CreateShare.newBuilder().setTerminalId("t").setLifetimeMs(-1)))
        .isEqualTo("lifetime_ms");
    assertThat(invalid(CreateShare.newBuilder().setTerminalId("t").setRoleValue(7)))
        .isEqualTo("role");
    assertThat(
            CalledFault.of(
                    () -> ada.pairDevice(PairDevice.newBuilder().setName("n".repeat(201)).build()))
                .field())
        .isEqualTo("name");
  }

  private String invalid(CreateShare.Builder create) {
    Fault fault = CalledFault.of(() -> ada.createShare(create.build()));
    assertThat(fault.code()).isEqualTo(FaultCode.INVALID_ARGUMENT);
    return fault.field();
  }

  @Test
  void theLimitHoldsAlsoWhenManyAskAtOnce() {
    int asked = Grants.MAX_DEVICES + 10;
    List<CompletableFuture<Boolean>> pairing =
        IntStream.range(0, asked)
            .mapToObj(number -> CompletableFuture.supplyAsync(this::pairs))
            .toList();
    assertThat(pairing.stream().map(CompletableFuture::join).filter(paired -> paired))
        .hasSize(Grants.MAX_DEVICES);
    assertThat(devices()).hasSize(Grants.MAX_DEVICES);
  }

  private boolean pairs() {
    try {
      return ada.pairDevice(PairDevice.getDefaultInstance()).hasDevice();
    } catch (io.grpc.StatusRuntimeException refused) {
      return false;
    }
  }

  @Test
  void whatEndedBeforeATimeIsRemoved() {
    Instant start = Instant.now();
    // What other tests have ended.
    store.removeEndedBefore(start).block();
    NewShare good = share(ViewerRole.VIEWER_ROLE_READ_ONLY);
    ada.revokeShare(revoke(share(ViewerRole.VIEWER_ROLE_READ_ONLY).getShare().getId()));
    assertThat(store.removeEndedBefore(start).block()).isZero();
    assertThat(store.removeEndedBefore(start.plusSeconds(60)).block()).isEqualTo(1);
    assertThat(shares()).containsExactly(good.getShare());
    assertThat(store.removeEndedBefore(start.plusSeconds(2 * HOUR_MS / 1000)).block()).isPositive();
    assertThat(shares()).isEmpty();
  }
}
