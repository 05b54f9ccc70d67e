package dev.devtail.client.jdk;

import dev.devtail.client.Transport;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** WebSockets of {@link java.net.http}. */
public final class JdkTransport implements Transport, AutoCloseable {

  private static final String SUBPROTOCOL = "devtail.v1";
  private static final String PATH = "/v1/connect";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final URI endpoint;

  /**
   * @param gateway base of the gateway, as in {@code http://127.0.0.1:7717}
   */
  public JdkTransport(URI gateway) {
    String scheme = "https".equals(gateway.getScheme()) ? "wss" : "ws";
    this.endpoint = URI.create(scheme + "://" + gateway.getRawAuthority() + PATH);
  }

  @Override
  public Socket connect(Listener listener) {
    JdkSocket socket = new JdkSocket(listener);
    http.newWebSocketBuilder()
        .subprotocols(SUBPROTOCOL)
        .connectTimeout(CONNECT_TIMEOUT)
        .buildAsync(endpoint, socket)
        .whenComplete(
            (opened, failure) -> {
              if (failure != null) {
                socket.ended(describe(failure));
              }
            });
    return socket;
  }

  private static String describe(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static final class JdkSocket implements Socket, WebSocket.Listener {

    private final Listener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final CompletableFuture<WebSocket> opening = new CompletableFuture<>();

    /** The JDK takes one message at a time: each waits for the one before. */
    private CompletableFuture<WebSocket> lastSend = opening;

    JdkSocket(Listener listener) {
      this.listener = listener;
    }

    @Override
    public synchronized void send(byte[] message) {
      lastSend = lastSend.thenCompose(socket -> socket.sendBinary(ByteBuffer.wrap(message), true));
      lastSend.whenComplete(
          (sent, failure) -> {
            if (failure != null) {
              ended(describe(failure));
            }
          });
    }

    @Override
    public void close() {
      ended.set(true);
      opening.thenAccept(WebSocket::abort);
    }

    void ended(String why) {
      if (ended.compareAndSet(false, true)) {
        opening.thenAccept(WebSocket::abort);
        listener.onClosed(why);
      }
    }

    @Override
    public void onOpen(WebSocket socket) {
      opening.complete(socket);
      listener.onOpen();
      socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] piece = new byte[data.remaining()];
      data.get(piece);
      if (last && partial.size() == 0) {
        listener.onMessage(piece);
      } else {
        partial.writeBytes(piece);
        if (last) {
          listener.onMessage(partial.toByteArray());
          partial.reset();
        }
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      ended(reason.isEmpty() ? "closed by the gateway" : reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      ended(describe(failure));
    }
  }
}
