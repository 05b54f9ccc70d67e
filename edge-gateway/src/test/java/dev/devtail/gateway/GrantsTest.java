package dev.devtail.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import dev.devtail.gateway.connect.EdgeConnections;
import dev.devtail.gateway.connect.GrantWatch;
import dev.devtail.gateway.fakes.FakeAttachment;
import dev.devtail.gateway.fakes.FakeServices;
import dev.devtail.protocol.service.v1.CheckGrantsRequest;
import dev.devtail.protocol.service.v1.Everything;
import dev.devtail.protocol.service.v1.ModelsOnly;
import dev.devtail.protocol.service.v1.VerifiedToken;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Call.OperationCase;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.ListDevices;
import dev.devtail.protocol.v1.ListShares;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.NewShare;
import dev.devtail.protocol.v1.PairDevice;
import dev.devtail.protocol.v1.RevokeDevice;
import dev.devtail.protocol.v1.RevokeShare;
import dev.devtail.protocol.v1.SharedTerminal;
import dev.devtail.protocol.v1.ViewerRole;
import dev.devtail.protocol.v1.Welcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the holder of a share or of a device's token may do, and when it ends. */
@ExtendWith(RunningGateway.Shared.class)
class GrantsTest {

  private static final String TERMINAL = "t1";

  private final RunningGateway gateway;
  private final FakeServices services;

  GrantsTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.services = gateway.services;
  }

  @AfterEach
  void back() {
    services.access.away = false;
    services.access.tokens.clear();
  }

  /** A good token of a share. */
  private String share(ViewerRole role) {
    return token(
        "dvt_share_",
        VerifiedToken.newBuilder()
            .setTerminal(SharedTerminal.newBuilder().setTerminalId(TERMINAL).setRole(role))
            .setExpiresAt(
                Timestamp.newBuilder()
                    .setSeconds(gateway.clock.instant().plusSeconds(3600).getEpochSecond())));
  }

  private String device() {
    return token(
        "dvt_device_", VerifiedToken.newBuilder().setEverything(Everything.getDefaultInstance()));
  }

  private String token(String prefix, VerifiedToken.Builder verified) {
    String id = UUID.randomUUID().toString();
    String token = prefix + id + "_secret";
    services.access.tokens.put(token, verified.setGrantId(id).setUser("ada").build());
    return token;
  }

  private EdgeClient live(String token) {
    EdgeClient client = new EdgeClient(gateway);
    client.send(EdgeClient.hello(token));
    assertThat(client.next().hasWelcome()).isTrue();
    return client;
  }

  private static Frame.Builder open(int channel, String terminal, ViewerRole role) {
    Frame.Builder open = EdgeClient.open(channel, terminal);
    open.getOpenBuilder().getTerminalBuilder().setRole(role);
    return open;
  }

  @Test
  void aShareIsToldWhatItOpens() {
    try (EdgeClient client = new EdgeClient(gateway)) {
      client.send(EdgeClient.hello(share(ViewerRole.VIEWER_ROLE_READ_ONLY)));
      Welcome welcome = client.next().getWelcome();
      assertThat(welcome.getUser()).isEqualTo("ada");
      assertThat(welcome.getShared())
          .isEqualTo(
              SharedTerminal.newBuilder()
                  .setTerminalId(TERMINAL)
                  .setRole(ViewerRole.VIEWER_ROLE_READ_ONLY)
                  .build());
    }
    try (EdgeClient client = new EdgeClient(gateway)) {
      client.send(EdgeClient.hello(device()));
      assertThat(client.next().getWelcome().hasShared()).isFalse();
    }
  }

  private String key() {
    return token(
        "dvt_key_",
        VerifiedToken.newBuilder().setModels(ModelsOnly.newBuilder().setSessionId("s1")));
  }

  @Test
  void aKeyOpensNoConnection() {
    try (EdgeClient client = new EdgeClient(gateway)) {
      client.send(EdgeClient.hello(key()));
      client.assertEnds(ErrorCode.ERROR_CODE_PERMISSION_DENIED, 1008);
    }
  }

  static OperationCase[] operations() {
    return Arrays.stream(OperationCase.values())
        .filter(operation -> operation != OperationCase.OPERATION_NOT_SET)
        .toArray(OperationCase[]::new);
  }

  /** Also those that are to come: the test finds them in the schema. */
  @ParameterizedTest
  @MethodSource("operations")
  void aShareMakesNoCalls(OperationCase operation) {
    var field = Call.getDescriptor().findFieldByNumber(operation.getNumber());
    Call.Builder call = Call.newBuilder().setId(1);
    call.setField(field, Samples.valid(call.newBuilderForField(field)).build());
    try (EdgeClient client = live(share(ViewerRole.VIEWER_ROLE_READ_WRITE))) {
      services.asked.clear();
      assertThat(client.call(call).getError().getCode())
          .isEqualTo(ErrorCode.ERROR_CODE_PERMISSION_DENIED);
      assertThat(services.asked).noneMatch(asked -> !asked.startsWith("CheckGrants"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/terminals",
        "/v1/terminals/t1",
        "/v1/sessions",
        "/v1/recordings",
        "/v1/shares",
        "/v1/devices",
        "/v1/keys",
        "/v1/usage",
        "/v1/budgets",
        "/v1/openapi.yaml",
        "/actuator/prometheus",
        "/actuator/health",
        "/"
      })
  void sharesAndKeysDoNothingByRest(String path) {
    for (String token : List.of(share(ViewerRole.VIEWER_ROLE_READ_WRITE), key())) {
      gateway
          .http(token)
          .get()
          .uri(path)
          .exchange()
          .expectStatus()
          .isForbidden()
          .expectBody()
          .jsonPath("$.code")
          .isEqualTo("PERMISSION_DENIED");
    }
  }

  @Test
  void noOtherTerminalIsThereForAShare() {
    try (EdgeClient client = live(share(ViewerRole.VIEWER_ROLE_READ_WRITE))) {
      services.asked.clear();
      client.send(EdgeClient.open(1, "t2"));
      assertThat(client.closing(1).getCode()).isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
      assertThat(services.asked).noneMatch(asked -> asked.contains("t2"));
      client.assertQuiet();
    }
  }

  @Test
  void aShareWatchesNoEvents() {
    try (EdgeClient client = live(share(ViewerRole.VIEWER_ROLE_READ_WRITE))) {
      services.asked.clear();
      client.send(EdgeClient.openEvents(1));
      assertThat(client.closing(1).getCode()).isEqualTo(ErrorCode.ERROR_CODE_PERMISSION_DENIED);
      assertThat(services.asked).noneMatch(asked -> asked.contains("WatchEvents"));
      client.assertQuiet();
    }
  }

  @Test
  void aReadOnlyShareIsReadOnlyWhateverItAsksFor() throws InterruptedException {
    try (EdgeClient client = live(share(ViewerRole.VIEWER_ROLE_READ_ONLY))) {
      client.send(open(1, TERMINAL, ViewerRole.VIEWER_ROLE_READ_WRITE));
      assertThat(client.closing(1).getCode()).isEqualTo(ErrorCode.ERROR_CODE_PERMISSION_DENIED);
      Frame.Builder unknownRole = EdgeClient.open(2, TERMINAL);
      unknownRole.getOpenBuilder().getTerminalBuilder().setRoleValue(7);
      client.send(unknownRole);
      assertPassedOn(unknownRole, ViewerRole.VIEWER_ROLE_READ_ONLY);
      Frame.Builder unset = open(3, TERMINAL, ViewerRole.VIEWER_ROLE_UNSPECIFIED);
      client.send(unset);
      assertPassedOn(unset, ViewerRole.VIEWER_ROLE_READ_ONLY);
      Frame.Builder readOnly = open(4, TERMINAL, ViewerRole.VIEWER_ROLE_READ_ONLY);
      client.send(readOnly);
      assertPassedOn(readOnly, ViewerRole.VIEWER_ROLE_READ_ONLY);
    }
  }

  private void assertPassedOn(Frame.Builder sent, ViewerRole role) throws InterruptedException {
    FakeAttachment attached = services.terminals.attached();
    assertThat(attached.user).isEqualTo("ada");
    sent.getOpenBuilder().getTerminalBuilder().setRole(role);
    assertThat(attached.next()).isEqualTo(sent.build());
  }

  @Test
  void aShareToTypeMayAlsoLookOn() throws InterruptedException {
    try (EdgeClient client = live(share(ViewerRole.VIEWER_ROLE_READ_WRITE))) {
      for (ViewerRole role :
          new ViewerRole[] {
            ViewerRole.VIEWER_ROLE_UNSPECIFIED,
            ViewerRole.VIEWER_ROLE_READ_WRITE,
            ViewerRole.VIEWER_ROLE_READ_ONLY
          }) {
        Frame.Builder open = open(role.getNumber() + 1, TERMINAL, role);
        client.send(open);
        assertPassedOn(open, role);
      }
    }
  }

  @Test
  void aDeviceDoesWhatItsUserDoes() {
    try (EdgeClient client = live(device())) {
      assertThat(
              client
                  .call(
                      Call.newBuilder()
                          .setId(1)
                          .setListTerminals(ListTerminals.getDefaultInstance()))
                  .hasTerminals())
          .isTrue();
      assertThat(services.asked).contains("ListTerminalsRequest  by ada");
    }
    gateway.http(device()).get().uri("/v1/terminals").exchange().expectStatus().isOk().expectBody();
  }

  @Test
  void whatIsNotKnownIsRefused() {
    try (EdgeClient client = new EdgeClient(gateway)) {
      client.send(EdgeClient.hello("dvt_share_1_wrong"));
      client.assertEnds(ErrorCode.ERROR_CODE_UNAUTHENTICATED, 1008);
    }
    gateway
        .http("dvt_device_1_wrong")
        .get()
        .uri("/v1/terminals")
        .exchange()
        .expectStatus()
        .isUnauthorized();
    try (EdgeClient client = new EdgeClient(gateway)) {
      client.send(EdgeClient.hello(token("dvt_new_", VerifiedToken.newBuilder())));
      client.assertEnds(ErrorCode.ERROR_CODE_PERMISSION_DENIED, 1008);
    }
  }

  @Test
  void whoeverIsHereByARevokedGrantIsOutAndNobodyElse() throws Exception {
    String token = share(ViewerRole.VIEWER_ROLE_READ_ONLY);
    try (EdgeClient one = live(token);
        EdgeClient two = live(token);
        EdgeClient other = live(share(ViewerRole.VIEWER_ROLE_READ_ONLY));
        EdgeClient device = live(device());
        EdgeClient owner = EdgeClient.live(gateway)) {
      one.send(EdgeClient.open(1, TERMINAL));
      FakeAttachment attached = services.terminals.attached();
      services.access.tokens.remove(token);
      // Not asked for here: the gateway looks by itself.
      Error said = one.closing(0);
      assertThat(said.getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAUTHENTICATED);
      assertThat(said.getMessage()).contains("revoked");
      assertThat(one.closeStatus()).isEqualTo(1008);
      two.assertEnds(ErrorCode.ERROR_CODE_UNAUTHENTICATED, 1008);
      attached.cancelled.get(10, java.util.concurrent.TimeUnit.SECONDS);
      other.assertQuiet();
      device.assertQuiet();
      owner.assertQuiet();
    }
  }

  @Test
  void aRevokedDeviceIsOut() {
    String token = device();
    try (EdgeClient client = live(token)) {
      services.access.tokens.remove(token);
      Error said = client.closing(0);
      assertThat(said.getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAUTHENTICATED);
      assertThat(said.getMessage()).contains("pair");
    }
  }

  @Test
  void aShareEndsWithItsTime() {
    try (RunningGateway own = RunningGateway.ofOwner()) {
      String token = "dvt_share_1_secret";
      own.services.access.tokens.put(
          token,
          VerifiedToken.newBuilder()
              .setGrantId("1")
              .setUser("ada")
              .setTerminal(SharedTerminal.newBuilder().setTerminalId(TERMINAL))
              .setExpiresAt(
                  Timestamp.newBuilder()
                      .setSeconds(own.clock.instant().plusSeconds(60).getEpochSecond()))
              .build());
      try (EdgeClient client = new EdgeClient(own)) {
        client.send(EdgeClient.hello(token));
        assertThat(client.next().hasWelcome()).isTrue();
        own.clock.advance(Duration.ofSeconds(61));
        own.bean(EdgeConnections.class).sweep();
        Error said = client.closing(0);
        assertThat(said.getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAUTHENTICATED);
        assertThat(said.getMessage()).contains("expired");
      }
    }
  }

  @Test
  void nobodyIsAskedWhileNobodyIsHereByAGrant() {
    try (RunningGateway own = RunningGateway.ofOwner();
        EdgeClient owner = EdgeClient.live(own)) {
      own.bean(GrantWatch.class).look();
      owner.assertQuiet();
      assertThat(own.services.requests).noneMatch(CheckGrantsRequest.class::isInstance);
    }
  }

  @Test
  void whileNobodyCanSayConnectionsStayForAWhile() {
    // No heartbeat in the time that is skipped.
    Map<String, String> settings =
        Map.of("auth.owner-token", RunningGateway.TOKEN, "heartbeat-interval", "1h");
    try (RunningGateway own = new RunningGateway(settings)) {
      String token = "dvt_device_1_secret";
      own.services.access.tokens.put(
          token,
          VerifiedToken.newBuilder()
              .setGrantId("1")
              .setUser("ada")
              .setEverything(Everything.getDefaultInstance())
              .build());
      try (EdgeClient client = new EdgeClient(own)) {
        client.send(EdgeClient.hello(token));
        assertThat(client.next().hasWelcome()).isTrue();
        own.services.access.away = true;
        own.services.requests.clear();
        // The second question is put when the first has been answered: that nobody can say.
        await().until(() -> checks(own) >= 2);
        client.assertQuiet();
        own.clock.advance(GrantWatch.TRUST.plusSeconds(1));
        client.assertEnds(ErrorCode.ERROR_CODE_UNAVAILABLE, 1013);
        try (EdgeClient again = new EdgeClient(own)) {
          again.send(EdgeClient.hello(token));
          again.assertEnds(ErrorCode.ERROR_CODE_UNAVAILABLE, 1013);
        }
      }
    }
  }

  private static long checks(RunningGateway at) {
    return at.services.requests.stream().filter(CheckGrantsRequest.class::isInstance).count();
  }

  @Test
  void sharesAndDevicesAreMadeListedAndRevoked() {
    try (EdgeClient owner = EdgeClient.live(gateway)) {
      NewShare made =
          owner
              .call(
                  Call.newBuilder()
                      .setId(1)
                      .setCreateShare(CreateShare.newBuilder().setTerminalId(TERMINAL)))
              .getNewShare();
      assertThat(made.getToken()).isEqualTo("dvt_share_g1_secret");
      assertThat(
              owner
                  .call(Call.newBuilder().setId(2).setListShares(ListShares.getDefaultInstance()))
                  .getShares()
                  .getSharesList())
          .hasSize(1);
      assertThat(
              owner
                  .call(
                      Call.newBuilder()
                          .setId(3)
                          .setRevokeShare(RevokeShare.newBuilder().setShareId("g1")))
                  .hasDone())
          .isTrue();
      assertThat(
              owner
                  .call(
                      Call.newBuilder()
                          .setId(4)
                          .setPairDevice(PairDevice.newBuilder().setName("phone")))
                  .getNewDevice()
                  .getToken())
          .isEqualTo("dvt_device_g2_secret");
      assertThat(
              owner
                  .call(Call.newBuilder().setId(5).setListDevices(ListDevices.getDefaultInstance()))
                  .getDevices()
                  .getDevicesList())
          .hasSize(1);
      assertThat(
              owner
                  .call(
                      Call.newBuilder()
                          .setId(6)
                          .setRevokeDevice(RevokeDevice.newBuilder().setDeviceId("g2")))
                  .hasDone())
          .isTrue();
    }
  }

  @Test
  void aTerminalThatIsNotThereIsNotShared() {
    try (EdgeClient owner = EdgeClient.live(gateway)) {
      assertThat(
              owner
                  .call(
                      Call.newBuilder()
                          .setId(1)
                          .setCreateShare(CreateShare.newBuilder().setTerminalId("t9")))
                  .getError()
                  .getCode())
          .isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
      assertThat(services.asked).noneMatch(asked -> asked.startsWith("CreateShare"));
    }
  }
}
