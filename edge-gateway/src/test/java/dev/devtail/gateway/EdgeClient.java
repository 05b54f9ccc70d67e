package dev.devtail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Hello;
import dev.devtail.protocol.v1.Open;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.Reply;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.WatchEvents;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that says exactly what a test wants said. */
final class EdgeClient implements WebSocket.Listener, AutoCloseable {

  static final String SUBPROTOCOL = "devtail.v1";

  private static final long SECONDS = 10;
  private static final int CUT = 1006;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final CompletableFuture<ByteBuffer> pong = new CompletableFuture<>();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final WebSocket socket;
  private volatile boolean reading = true;

  EdgeClient(RunningGateway gateway) {
    this.socket =
        HTTP.newWebSocketBuilder()
            .subprotocols(SUBPROTOCOL)
            .buildAsync(gateway.connectUri(), this)
            .join();
  }

  /** One that is past its Welcome. */
  static EdgeClient live(RunningGateway gateway) {
    EdgeClient client = new EdgeClient(gateway);
    client.send(hello(RunningGateway.TOKEN));
    assertThat(client.next().hasWelcome()).isTrue();
    return client;
  }

  static Frame.Builder hello(String token) {
    return Frame.newBuilder()
        .setHello(Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setToken(token));
  }

  static Frame.Builder open(int channel, String terminalId) {
    return Frame.newBuilder()
        .setChannel(channel)
        .setOpen(
            Open.newBuilder()
                .setTerminal(
                    AttachTerminal.newBuilder()
                        .setTerminalId(terminalId)
                        .setViewerId(ByteString.copyFrom(new byte[16]))
                        .setEpoch(1)
                        .setSize(Size.newBuilder().setColumns(80).setRows(24))
                        .setWindowBytes(65536)));
  }

  static Frame.Builder openEvents(int channel) {
    return Frame.newBuilder()
        .setChannel(channel)
        .setOpen(Open.newBuilder().setEvents(WatchEvents.getDefaultInstance()));
  }

  static Frame.Builder data(int channel, long offset, ByteString payload) {
    return Frame.newBuilder()
        .setChannel(channel)
        .setData(Data.newBuilder().setOffset(offset).setPayload(payload));
  }

  void send(Frame.Builder frame) {
    send(frame.build().toByteArray());
  }

  void send(byte[] message) {
    sendLater(message).join();
  }

  CompletableFuture<WebSocket> sendLater(byte[] message) {
    return socket.sendBinary(ByteBuffer.wrap(message), true);
  }

  /** In pieces of so many bytes. */
  void sendFragmented(byte[] message, int size) {
    for (int at = 0; at < message.length; at += size) {
      int length = Math.min(size, message.length - at);
      socket.sendBinary(ByteBuffer.wrap(message, at, length), at + length == message.length).join();
    }
  }

  void sendText(String text) {
    socket.sendText(text, true).join();
  }

  String pong(String ping) throws Exception {
    socket.sendPing(ByteBuffer.wrap(ping.getBytes(java.nio.charset.StandardCharsets.UTF_8))).join();
    return java.nio.charset.StandardCharsets.UTF_8
        .decode(pong.get(SECONDS, TimeUnit.SECONDS))
        .toString();
  }

  void sendPong() {
    socket.sendPong(ByteBuffer.allocate(0)).join();
  }

  void sendClose() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  Reply call(Call.Builder call) {
    send(Frame.newBuilder().setCall(call));
    Frame answer = next();
    assertThat(answer.hasReply()).as("%s", answer).isTrue();
    assertThat(answer.getReply().getId()).isEqualTo(call.getId());
    return answer.getReply();
  }

  Frame next() {
    try {
      Frame next = frames.poll(SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no frame came; closed: " + closed);
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next frame must be a Close of this channel. */
  Error closing(int channel) {
    Frame frame = next();
    assertThat(frame.hasClose()).as("%s", frame).isTrue();
    assertThat(frame.getChannel()).isEqualTo(channel);
    return frame.getClose().getError();
  }

  /** The connection ends with this code. */
  void assertEnds(ErrorCode code, int status) {
    assertThat(closing(0).getCode()).isEqualTo(code);
    assertThat(closeStatus()).isEqualTo(status);
  }

  int closeStatus() {
    try {
      return closed.get(SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("it does not close", e);
    }
  }

  /** Nothing else came before the answer to a ping. */
  void assertQuiet() {
    send(
        Frame.newBuilder()
            .setPing(Ping.newBuilder().setPayload(ByteString.copyFromUtf8("quiet?"))));
    Frame frame = next();
    assertThat(frame.getPong().getPayload().toStringUtf8()).as("%s", frame).isEqualTo("quiet?");
  }

  void stopReading() {
    reading = false;
  }

  void goOnReading() {
    reading = true;
    socket.request(1);
  }

  void cut() {
    socket.abort();
  }

  @Override
  public void close() {
    socket.abort();
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer piece, boolean last) {
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    partial.writeBytes(bytes);
    if (last) {
      try {
        frames.add(Frame.parseFrom(partial.toByteArray()));
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
      partial.reset();
    }
    if (reading) {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    pong.complete(message);
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.complete(CUT);
  }
}
