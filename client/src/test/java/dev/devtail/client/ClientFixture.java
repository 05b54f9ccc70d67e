package dev.devtail.client;

import com.google.protobuf.ByteString;
import dev.devtail.client.ScriptedTransport.Attempt;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Opened;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.Welcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A connection in virtual time, its gateway played by the test. */
final class ClientFixture {

  static final Size SIZE = Size.newBuilder().setColumns(80).setRows(24).build();
  static final long INCARNATION = 7;
  static final long WINDOW = 8192;
  static final Duration HEARTBEAT = Duration.ofSeconds(20);
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  static final Duration PING_TIMEOUT = Duration.ofSeconds(5);

  final VirtualLoop loop = new VirtualLoop();
  final ScriptedTransport transport = new ScriptedTransport();
  final List<ConnectionState> states = new ArrayList<>();
  final DevtailConnection connection;

  ClientFixture() {
    this(TokenSource.of("token"));
  }

  ClientFixture(TokenSource tokens) {
    connection =
        new DevtailConnection(
            transport,
            loop,
            new ClientOptions(
                tokens,
                "test/1",
                Backoff.DEFAULT,
                CONNECT_TIMEOUT,
                PING_TIMEOUT,
                ClientOptions.NEVER),
            new Random(1));
    connection.observe(states::add);
    loop.run();
  }

  Attempt attempt() {
    return transport.attempts.getLast();
  }

  ConnectionState state() {
    return connection.state();
  }

  /** The names of all states so far. */
  List<String> path() {
    return states.stream().map(state -> state.getClass().getSimpleName()).toList();
  }

  void start() {
    connection.start();
    loop.run();
  }

  void open() {
    attempt().listener.onOpen();
    loop.run();
  }

  void say(Frame.Builder frame) {
    attempt().say(frame);
    loop.run();
  }

  void welcome() {
    open();
    say(
        Frame.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .setVersion(1)
                    .setHeartbeatIntervalMs((int) HEARTBEAT.toMillis())));
  }

  void goLive() {
    start();
    welcome();
  }

  void closeSocket() {
    attempt().listener.onClosed("gone");
    loop.run();
  }

  void refuse(ErrorCode code, int retryAfterMs) {
    say(close(0, code, retryAfterMs));
  }

  static Frame.Builder close(int channel, ErrorCode code, int retryAfterMs) {
    return Frame.newBuilder()
        .setChannel(channel)
        .setClose(
            Close.newBuilder()
                .setError(
                    Error.newBuilder()
                        .setCode(code)
                        .setMessage("because")
                        .setRetryAfterMs(retryAfterMs)));
  }

  static Frame.Builder opened(int channel, boolean resumed, long output, long input, long limit) {
    return Frame.newBuilder()
        .setChannel(channel)
        .setOpened(
            Opened.newBuilder()
                .setTerminal(Terminal.newBuilder().setId("t").setIncarnation(INCARNATION))
                .setResumed(resumed)
                .setOutputOffset(output)
                .setInputOffset(input)
                .setInputLimit(limit));
  }

  static Frame.Builder data(int channel, long offset, long ack, String text) {
    return Frame.newBuilder()
        .setChannel(channel)
        .setData(
            Data.newBuilder()
                .setOffset(offset)
                .setAck(ack)
                .setPayload(ByteString.copyFromUtf8(text)));
  }

  static Frame.Builder screen(int channel, long offset, boolean last) {
    return Frame.newBuilder()
        .setChannel(channel)
        .setScreen(Screen.newBuilder().setOffset(offset).setLast(last));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
