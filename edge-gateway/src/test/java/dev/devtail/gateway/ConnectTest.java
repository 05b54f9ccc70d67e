package dev.devtail.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.devtail.gateway.connect.EdgeConnections;
import dev.devtail.protocol.v1.Capabilities;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Compression;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Hello;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.Pong;
import dev.devtail.protocol.v1.Welcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the upgrade to Welcome, and the ways a connection ends. */
@ExtendWith(RunningGateway.Shared.class)
class ConnectTest {

  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  private static final String VERSION = "Sec-WebSocket-Version: 13";
  private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol: devtail.v1";

  private final RunningGateway gateway;

  ConnectTest(RunningGateway gateway) {
    this.gateway = gateway;
  }

  @BeforeEach
  void nobodyIsConnected() {
    await().until(() -> gateway.bean(EdgeConnections.class).count() == 0);
  }

  /** What the gateway answers to an upgrade with these header lines, up to the end of its head. */
  private String upgrade(String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request(headers).getBytes(StandardCharsets.US_ASCII));
      return head(socket);
    }
  }

  private String request(String... headers) {
    return "GET /v1/connect HTTP/1.1\r\nHost: 127.0.0.1:"
        + gateway.port()
        + "\r\n"
        + String.join("\r\n", headers)
        + "\r\n\r\n";
  }

  private static String head(Socket socket) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    for (String line = reader.readLine();
        line != null && !line.isEmpty();
        line = reader.readLine()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  private String upgradeFrom(String origin) throws IOException {
    return upgrade(
        "Connection: Upgrade",
        "Upgrade: websocket",
        KEY,
        VERSION,
        SUBPROTOCOL,
        "Origin: " + origin);
  }

  @Test
  void welcomesWhoSaysHello() {
    try (EdgeClient client = new EdgeClient(gateway)) {
      client.send(EdgeClient.hello(RunningGateway.TOKEN));
      Welcome welcome = client.next().getWelcome();
      assertThat(welcome.getVersion()).isEqualTo(1);
      assertThat(welcome.getUser()).isEqualTo("ada");
      assertThat(welcome.getConnectionId()).hasSize(16);
      assertThat(welcome.getHeartbeatIntervalMs()).isEqualTo(30_000);
      assertThat(welcome.getLimits().getMaxFrameBytes()).isEqualTo(128 * 1024);
      assertThat(welcome.getLimits().getMaxDataBytes()).isEqualTo(64 * 1024);
      assertThat(welcome.getLimits().getMaxChannels()).isEqualTo(RunningGateway.MAX_CHANNELS);
      assertThat(welcome.getLimits().getMaxCallsInFlight()).isEqualTo(RunningGateway.MAX_CALLS);
      client.send(Frame.newBuilder().setPong(Pong.getDefaultInstance()));
      client.assertQuiet();
    }
  }

  @Test
  void theFirstCompressionThatIsPermittedIsTaken() {
    assertThat(agreed()).isEqualTo(Compression.COMPRESSION_NONE);
    assertThat(agreed(Compression.COMPRESSION_NONE)).isEqualTo(Compression.COMPRESSION_NONE);
    assertThat(
            agreed(
                Compression.COMPRESSION_UNSPECIFIED,
                Compression.COMPRESSION_ZSTD,
                Compression.COMPRESSION_DEFLATE))
        .isEqualTo(Compression.COMPRESSION_ZSTD);
  }

  private Compression agreed(Compression... offered) {
    try (EdgeClient client = new EdgeClient(gateway)) {
      Frame.Builder hello = EdgeClient.hello(RunningGateway.TOKEN);
      hello
          .getHelloBuilder()
          .setCapabilities(Capabilities.newBuilder().addAllCompressions(List.of(offered)));
      client.send(hello);
      return client.next().getWelcome().getCompression();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "the-token-of-another-installation"})
  void refusesAnyOtherToken(String token) {
    try (EdgeClient client = new EdgeClient(gateway)) {
      client.send(EdgeClient.hello(token));
      client.assertEnds(ErrorCode.ERROR_CODE_UNAUTHENTICATED, 1008);
    }
  }

  @Test
  void refusesPagesOfOtherOrigins() throws Exception {
    assertThat(upgradeFrom("https://evil.example.org"))
        .startsWith("HTTP/1.1 403")
        .containsIgnoringCase("content-type: application/problem+json");
    assertThat(upgradeFrom("null")).startsWith("HTTP/1.1 403");
  }

  @Test
  void letsItsOwnPageAndThoseOnTheListIn() throws Exception {
    assertThat(upgradeFrom("http://127.0.0.1:" + gateway.port())).startsWith("HTTP/1.1 101");
    assertThat(upgradeFrom(RunningGateway.ALLOWED_ORIGIN))
        .startsWith("HTTP/1.1 101")
        .containsIgnoringCase("sec-websocket-protocol: devtail.v1");
  }

  @Test
  void speaksOneSubprotocolOnly() throws Exception {
    assertThat(upgrade("Connection: Upgrade", "Upgrade: websocket", KEY, VERSION))
        .startsWith("HTTP/1.1 400");
    assertThat(
            upgrade(
                "Connection: Upgrade",
                "Upgrade: websocket",
                KEY,
                VERSION,
                "Sec-WebSocket-Protocol: devtail.v2"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void aPlainRequestIsToldToUpgrade() throws Exception {
    assertThat(upgrade("Accept: */*"))
        .startsWith("HTTP/1.1 426")
        .containsIgnoringCase("upgrade: websocket");
  }

  @Test
  void anotherVersionOfWebSocketIsRefused() throws Exception {
    assertThat(
            upgrade(
                "Connection: Upgrade",
                "Upgrade: websocket",
                KEY,
                "Sec-WebSocket-Version: 99",
                SUBPROTOCOL))
        .startsWith("HTTP/1.1 426")
        .containsIgnoringCase("sec-websocket-version: 13");
  }

  @Test
  void handshakesThatFailDoNotWidenTheLimit() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(upgrade("Connection: Upgrade", "Upgrade: websocket", VERSION, SUBPROTOCOL))
          .startsWith("HTTP/1.1 400");
    }
    await().until(() -> gateway.bean(EdgeConnections.class).count() == 0);
    assertOnlySoManyAreAdmitted();
  }

  @Test
  void onlySoManyMayBeUnauthenticated() throws Exception {
    assertOnlySoManyAreAdmitted();
  }

  private void assertOnlySoManyAreAdmitted() throws Exception {
    List<EdgeClient> silent = new ArrayList<>();
    String[] good = {"Connection: Upgrade", "Upgrade: websocket", KEY, VERSION, SUBPROTOCOL};
    for (int i = 0; i < RunningGateway.MAX_UNAUTHENTICATED; i++) {
      silent.add(new EdgeClient(gateway));
    }
    assertThat(upgrade(good)).startsWith("HTTP/1.1 503");
    silent.getFirst().send(EdgeClient.hello(RunningGateway.TOKEN));
    assertThat(silent.getFirst().next().hasWelcome()).isTrue();
    assertThat(upgrade(good)).startsWith("HTTP/1.1 101");
    silent.forEach(EdgeClient::close);
  }

  @Test
  void saysSoWhenThereIsNoCommonVersion() {
    try (EdgeClient client = new EdgeClient(gateway)) {
      client.send(
          Frame.newBuilder()
              .setHello(
                  Hello.newBuilder()
                      .setMinVersion(2)
                      .setMaxVersion(3)
                      .setToken(RunningGateway.TOKEN)));
      client.assertEnds(ErrorCode.ERROR_CODE_UNSUPPORTED_VERSION, 1008);
    }
  }

  @Test
  void theFirstFrameIsHelloOnChannelZero() {
    Stream.of(
            Frame.newBuilder().setPing(Ping.getDefaultInstance()),
            EdgeClient.hello(RunningGateway.TOKEN).setChannel(1))
        .forEach(
            first -> {
              try (EdgeClient client = new EdgeClient(gateway)) {
                client.send(first);
                client.assertEnds(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION, 1002);
              }
            });
  }

  @Test
  void aHelloThatBreaksARuleNamesTheField() {
    try (EdgeClient client = new EdgeClient(gateway)) {
      client.send(Frame.newBuilder().setHello(Hello.getDefaultInstance()));
      Error error = client.closing(0);
      assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
      assertThat(error.getField()).isEqualTo("hello.min_version");
      assertThat(client.closeStatus()).isEqualTo(1002);
    }
  }

  @Test
  void textIsNoFrame() {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      client.sendText("hello");
      client.assertEnds(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION, 1002);
    }
  }

  static Stream<byte[]> garbage() {
    return Stream.of(
        new byte[] {(byte) 0xff, (byte) 0xff},
        new byte[] {0x22, 0x7f, 1},
        // A Call whose inside is no message.
        new byte[] {0x22, 1, (byte) 0xff},
        new byte[] {8, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1});
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void garbageEndsTheConnection(byte[] garbage) {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      client.send(garbage);
      client.assertEnds(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION, 1002);
    }
  }

  @Test
  void aMessageThatIsTooLargeIsCalledThat() {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      client.sendLater(new byte[128 * 1024 + 1]);
      client.assertEnds(ErrorCode.ERROR_CODE_FRAME_TOO_LARGE, 1009);
    }
    try (EdgeClient client = EdgeClient.live(gateway)) {
      client.sendFragmented(new byte[128 * 1024 + 1], 64 * 1024);
      client.assertEnds(ErrorCode.ERROR_CODE_FRAME_TOO_LARGE, 1009);
    }
  }

  @Test
  void aFrameThatIsNotMaskedEndsTheConnection() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              request("Connection: Upgrade", "Upgrade: websocket", KEY, VERSION, SUBPROTOCOL)
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(head(socket)).startsWith("HTTP/1.1 101");
      socket.getOutputStream().write(new byte[] {(byte) 0x82, 1, 0});
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("PROTOCOL_VIOLATION");
    }
  }

  @Test
  void aMessageMayComeInPieces() {
    try (EdgeClient client = new EdgeClient(gateway)) {
      client.sendFragmented(EdgeClient.hello(RunningGateway.TOKEN).build().toByteArray(), 3);
      assertThat(client.next().getWelcome().getUser()).isEqualTo("ada");
    }
  }

  @Test
  void answersPingsOfBothKinds() throws Exception {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      client.assertQuiet();
      assertThat(client.pong("anybody?")).isEqualTo("anybody?");
      client.sendPong();
      client.assertQuiet();
      client.send(
          Frame.newBuilder()
              .setPing(Ping.newBuilder().setPayload(ByteString.copyFrom(new byte[65]))));
      Error error = client.closing(0);
      assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
      assertThat(error.getField()).isEqualTo("ping.payload");
    }
  }

  @Test
  void whatOnlyAGatewaySaysIsAViolation() {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      client.send(Frame.newBuilder().setWelcome(Welcome.getDefaultInstance()));
      client.assertEnds(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION, 1002);
    }
  }

  @Test
  void aClientMayLeaveEitherWay() {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      client.send(Frame.newBuilder().setClose(Close.getDefaultInstance()));
      assertThat(client.closeStatus()).isEqualTo(1000);
    }
    try (EdgeClient client = EdgeClient.live(gateway)) {
      client.sendClose();
      assertThat(client.closeStatus()).isEqualTo(1000);
    }
  }

  @Test
  void whoIsLateWithHelloIsSentAway() {
    try (EdgeClient client = new EdgeClient(gateway)) {
      gateway.uptime.advance(Duration.ofSeconds(6));
      gateway.bean(EdgeConnections.class).sweep();
      client.assertEnds(ErrorCode.ERROR_CODE_TIMEOUT, 1013);
    }
  }

  @Test
  void whoIsSilentIsGone() {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      gateway.uptime.advance(Duration.ofSeconds(80));
      gateway.bean(EdgeConnections.class).sweep();
      client.assertQuiet();
      gateway.uptime.advance(Duration.ofSeconds(91));
      gateway.bean(EdgeConnections.class).sweep();
      assertThat(client.closeStatus()).isEqualTo(1006);
    }
  }

  @Test
  void whoAnnouncesSilenceMayKeepIt() {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      client.send(Frame.newBuilder().setPing(Ping.newBuilder().setNextWithinMs(300_000)));
      assertThat(client.next().hasPong()).isTrue();
      gateway.uptime.advance(Duration.ofMinutes(14));
      gateway.bean(EdgeConnections.class).sweep();
      client.assertQuiet();
      gateway.uptime.advance(Duration.ofSeconds(91));
      gateway.bean(EdgeConnections.class).sweep();
      assertThat(client.closeStatus()).as("after a Ping that announced none").isEqualTo(1006);
    }
  }

  @Test
  void silenceIsNotKeptForLongerThanTheGatewaySays() {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      client.send(Frame.newBuilder().setPing(Ping.newBuilder().setNextWithinMs(3_600_000)));
      assertThat(client.next().hasPong()).isTrue();
      gateway.uptime.advance(Duration.ofMinutes(15).plusSeconds(1));
      gateway.bean(EdgeConnections.class).sweep();
      assertThat(client.closeStatus()).isEqualTo(1006);
    }
  }

  @Test
  void aClockThatIsSetForwardCutsNobody() {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      gateway.clock.advance(Duration.ofHours(1));
      gateway.bean(EdgeConnections.class).sweep();
      client.assertQuiet();
    }
  }

  @Test
  void allAreToldWhenTheGatewayGoes() {
    try (EdgeClient client = EdgeClient.live(gateway)) {
      gateway.bean(EdgeConnections.class).closeAll();
      client.assertEnds(ErrorCode.ERROR_CODE_UNAVAILABLE, 1013);
    }
  }
}
