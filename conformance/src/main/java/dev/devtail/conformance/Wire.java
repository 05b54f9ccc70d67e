package dev.devtail.conformance;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Capabilities;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Hello;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.Reply;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalSpec;
import dev.devtail.protocol.v1.Welcome;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that says exactly what a check wants said, and hands over every frame that comes.
 */
public final class Wire implements WebSocket.Listener, AutoCloseable {

  static final String SUBPROTOCOL = "devtail.v1";
  static final Size SIZE = Size.newBuilder().setColumns(80).setRows(24).build();

  /** No close frame came: the connection was cut. */
  private static final int CUT = 1006;

  /** How often it is looked whether the connection still lives, while nothing comes. */
  private static final long LOOK_MILLIS = 50;

  private final Subject gateway;
  private final WebSocket socket;
  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final CompletableFuture<ByteBuffer> pong = new CompletableFuture<>();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final List<String> started = new ArrayList<>();
  private int calls;

  Wire(Subject gateway) {
    this.gateway = gateway;
    URI url = gateway.url();
    String scheme = "https".equals(url.getScheme()) ? "wss" : "ws";
    this.socket =
        gateway
            .http()
            .newWebSocketBuilder()
            .subprotocols(SUBPROTOCOL)
            .buildAsync(URI.create(scheme + "://" + url.getAuthority() + "/v1/connect"), this)
            .join();
  }

  // ---- out

  public void send(Frame.Builder frame) {
    send(frame.build().toByteArray());
  }

  public void send(byte[] message) {
    socket.sendBinary(ByteBuffer.wrap(message), true).join();
  }

  /** A message that the gateway may refuse while it is still being sent. */
  void sendAsFarAsItGoes(byte[] message) {
    try {
      send(message);
    } catch (CompletionException refused) {
      // What it is refused with is what the check is about.
    }
  }

  /** One message in WebSocket fragments of so many bytes. */
  void sendInFragments(byte[] message, int bytes) {
    for (int at = 0; at < message.length; at += bytes) {
      int length = Math.min(bytes, message.length - at);
      boolean last = at + length == message.length;
      socket.sendBinary(ByteBuffer.wrap(message, at, length), last).join();
    }
  }

  void sendText(String text) {
    socket.sendText(text, true).join();
  }

  void hello(String token) {
    hello(token, Capabilities.getDefaultInstance());
  }

  void hello(String token, Capabilities capabilities) {
    send(
        Frame.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setMinVersion(1)
                    .setMaxVersion(1)
                    .setToken(token)
                    .setCapabilities(capabilities)));
  }

  void ping(String payload) {
    send(
        Frame.newBuilder().setPing(Ping.newBuilder().setPayload(ByteString.copyFromUtf8(payload))));
  }

  String webSocketPing(String payload) {
    socket.sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8))).join();
    return StandardCharsets.UTF_8.decode(within(pong, "a WebSocket pong")).toString();
  }

  /** Cut, without a word. */
  void cut() {
    socket.abort();
  }

  // ---- in

  /**
   * The next frame, whatever it is.
   *
   * @throws ViolationException if none comes
   */
  public Frame next() {
    return nextOrEnd().orElseThrow(() -> new ViolationException("expected a frame; came: the end"));
  }

  /**
   * The next frame, or none if the connection has closed.
   *
   * @throws ViolationException if neither comes
   */
  public Optional<Frame> nextOrEnd() {
    long end = System.nanoTime() + gateway.patience().toNanos();
    try {
      while (System.nanoTime() < end) {
        boolean over = closed.isDone();
        Frame frame = frames.poll(over ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (frame != null || over) {
          return Optional.ofNullable(frame);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    throw new ViolationException(
        "expected a frame; came: nothing in %s".formatted(gateway.patience()));
  }

  /**
   * @throws ViolationException if the bytes are no Frame
   */
  static Frame parsed(ByteString bytes) {
    try {
      return Frame.parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      throw new ViolationException("expected a Frame; came: " + malformed.getMessage());
    }
  }

  Welcome welcome() {
    Frame frame = next();
    Expect.that(frame.hasWelcome() && frame.getChannel() == 0, "Welcome on channel 0", frame);
    return frame.getWelcome();
  }

  /** The error of the Close that must come next on this channel. */
  Error closing(int channel) {
    Frame frame = next();
    Expect.that(
        frame.hasClose() && frame.getChannel() == channel, "Close on channel " + channel, frame);
    return frame.getClose().getError();
  }

  /** That channel closes with this error, and the connection lives on. */
  void expectChannelCloses(int channel, ErrorCode code) {
    Expect.equal("error", code, closing(channel).getCode());
    expectQuiet();
  }

  /** The connection closes: the error first, the WebSocket's status after it. */
  void expectCloses(ErrorCode code, int status) {
    Expect.equal("error", code, closing(0).getCode());
    expectStatus(status);
  }

  void expectStatus(int status) {
    Expect.equal("WebSocket status", status, within(closed, "the WebSocket to close"));
  }

  /** Nothing else comes before the answer to a Ping. */
  void expectQuiet() {
    ping("quiet?");
    Frame frame = next();
    Expect.equal("nothing before the Pong", "quiet?", frame.getPong().getPayload().toStringUtf8());
  }

  private <T> T within(CompletableFuture<T> future, String what) {
    try {
      return future.get(gateway.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new ViolationException(
          "expected %s; came: nothing in %s".formatted(what, gateway.patience()));
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- calls, while no channel is open

  public Reply call(Call.Builder call) {
    int id = ++calls;
    send(Frame.newBuilder().setCall(call.setId(id)));
    Frame frame = next();
    Expect.that(frame.hasReply() && frame.getChannel() == 0, "Reply on channel 0", frame);
    Expect.equal("reply to call", id, frame.getReply().getId());
    return frame.getReply();
  }

  /** The call fails with this code; its error is returned. */
  Error refused(Call.Builder call, ErrorCode code) {
    Reply reply = call(call);
    Expect.that(reply.hasError(), "an error", reply);
    Expect.equal("error", code, reply.getError().getCode());
    return reply.getError();
  }

  /** Starts a terminal that ends with this connection at the latest. */
  public Terminal start(String... command) {
    Reply reply = call(starting(Subject.randomKey(), command));
    Expect.that(reply.hasTerminal(), "a terminal", reply);
    started.add(reply.getTerminal().getId());
    return reply.getTerminal();
  }

  static Call.Builder starting(ByteString requestKey, String... command) {
    return Call.newBuilder()
        .setStartTerminal(
            StartTerminal.newBuilder()
                .setRequestKey(requestKey)
                .setSpec(TerminalSpec.newBuilder().addAllCommand(List.of(command)).setSize(SIZE)));
  }

  /** Ends what was started, over a connection that is good. */
  @Override
  public void close() {
    cut();
    if (started.isEmpty()) {
      return;
    }
    try (Wire other = gateway.live()) {
      for (String terminal : started) {
        other.call(
            Call.newBuilder().setEndTerminal(EndTerminal.newBuilder().setTerminalId(terminal)));
      }
    }
  }

  // ---- the WebSocket

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer piece, boolean last) {
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    partial.writeBytes(bytes);
    if (last) {
      try {
        frames.add(Frame.parseFrom(partial.toByteArray()));
      } catch (InvalidProtocolBufferException noFrame) {
        closed.completeExceptionally(noFrame);
      }
      partial.reset();
    }
    from.request(1);
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
