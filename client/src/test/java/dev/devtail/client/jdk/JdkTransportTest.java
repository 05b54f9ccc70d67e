package dev.devtail.client.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.client.Transport;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a WebSocket server of a few lines (RFC 6455), on a real socket. */
class JdkTransportTest {

  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT_OR_CONTINUATION_MASK = 0x0F;

  /** What one connection of the server does once the handshake is done. */
  @FunctionalInterface
  private interface Conversation {
    void hold(DataInputStream in, OutputStream out) throws Exception;
  }

  private static final class Recording implements Transport.Listener {
    final List<String> log = new CopyOnWriteArrayList<>();
    final List<byte[]> messages = new CopyOnWriteArrayList<>();

    @Override
    public void onOpen() {
      log.add("open");
    }

    @Override
    public void onMessage(byte[] message) {
      messages.add(message);
    }

    @Override
    public void onClosed(String why) {
      log.add("closed: " + why);
    }
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ServerSocket server;
  private final JdkTransport transport;
  private final Recording listener = new Recording();
  private final CompletableFuture<String> request = new CompletableFuture<>();

  JdkTransportTest() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    transport = new JdkTransport(URI.create("http://127.0.0.1:" + server.getLocalPort()));
  }

  @AfterEach
  void stop() throws IOException {
    transport.close();
    server.close();
    threads.shutdownNow();
  }

  private void serve(Conversation conversation) {
    threads.submit(
        () -> {
          try (Socket socket = server.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
              head.append((char) in.readUnsignedByte());
            }
            request.complete(head.toString());
            String key = head.toString().replaceAll("(?is).*sec-websocket-key: (\\S+).*", "$1");
            byte[] digest =
                MessageDigest.getInstance("SHA-1")
                    .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Protocol: devtail.v1\r\n"
                        + "Sec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(digest)
                        + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            conversation.hold(in, out);
          }
          return null;
        });
  }

  /** The payload of the next frame, unmasked; empty for a close frame. */
  private static byte[] readFrame(DataInputStream in) throws IOException {
    int opcode = in.readUnsignedByte() & TEXT_OR_CONTINUATION_MASK;
    int length = in.readUnsignedByte() & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return opcode == 8 ? new byte[0] : payload;
  }

  private static void writeFrame(OutputStream out, int first, byte[] payload) throws IOException {
    out.write(first);
    if (payload.length < 126) {
      out.write(payload.length);
    } else {
      out.write(126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    }
    out.write(payload);
    out.flush();
  }

  private void awaitLog(String... expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(listener.log).containsExactly(expected));
  }

  @Test
  void sendsInOrderAndHearsTheAnswers() throws Exception {
    CompletableFuture<Integer> received = new CompletableFuture<>();
    serve(
        (in, out) -> {
          for (int i = 0; i < 500; i++) {
            byte[] payload = readFrame(in);
            writeFrame(out, 0x82, payload);
          }
          received.complete(500);
          in.readAllBytes();
        });
    Transport.Socket socket = transport.connect(listener);
    for (int i = 0; i < 500; i++) {
      socket.send(new byte[] {(byte) i, (byte) (i >> 8)});
    }
    assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(500);
    await().atMost(Duration.ofSeconds(30)).until(() -> listener.messages.size() == 500);
    for (int i = 0; i < 500; i++) {
      assertThat(listener.messages.get(i)).containsExactly((byte) i, (byte) (i >> 8));
    }
    assertThat(request.get(1, TimeUnit.SECONDS))
        .startsWith("GET /v1/connect HTTP/1.1")
        .containsIgnoringCase("sec-websocket-protocol: devtail.v1");
    assertThat(listener.log).containsExactly("open");
    socket.close();
  }

  @Test
  void aMessageInPiecesComesWhole() {
    byte[] large = new byte[60_000];
    large[59_999] = 7;
    serve(
        (in, out) -> {
          writeFrame(out, 0x02, new byte[] {1, 2});
          writeFrame(out, 0x00, new byte[] {3});
          writeFrame(out, 0x80, new byte[] {4});
          writeFrame(out, 0x82, large);
          writeFrame(out, 0x82, new byte[0]);
          in.readAllBytes();
        });
    transport.connect(listener);
    await().atMost(Duration.ofSeconds(30)).until(() -> listener.messages.size() == 3);
    assertThat(listener.messages.getFirst()).containsExactly(1, 2, 3, 4);
    assertThat(listener.messages.get(1)).isEqualTo(large);
    assertThat(listener.messages.get(2)).isEmpty();
  }

  @Test
  void theGatewaysGoodbyeIsTold() {
    serve(
        (in, out) -> {
          writeFrame(out, 0x88, new byte[] {0x03, (byte) 0xE9, 'b', 'y', 'e'});
          in.readAllBytes();
        });
    transport.connect(listener);
    awaitLog("open", "closed: bye");
  }

  @Test
  void aGoodbyeWithoutAReasonIsToldToo() {
    serve(
        (in, out) -> {
          writeFrame(out, 0x88, new byte[] {0x03, (byte) 0xE8});
          in.readAllBytes();
        });
    transport.connect(listener);
    awaitLog("open", "closed: closed by the gateway");
  }

  @Test
  void aCutIsToldOnce() {
    serve((in, out) -> {});
    Transport.Socket socket = transport.connect(listener);
    await().atMost(Duration.ofSeconds(30)).until(() -> listener.log.size() == 2);
    assertThat(listener.log.get(1)).startsWith("closed: ");
    socket.send(new byte[1]);
    socket.close();
    assertThat(listener.log).hasSize(2);
  }

  @Test
  void nobodyThereIsTold() throws IOException {
    server.close();
    transport.connect(listener);
    await().atMost(Duration.ofSeconds(30)).until(() -> listener.log.size() == 1);
    assertThat(listener.log.getFirst()).startsWith("closed: ");
  }

  @Test
  void whoClosesIsToldNothing() throws Exception {
    CompletableFuture<Integer> end = new CompletableFuture<>();
    serve((in, out) -> end.complete(in.read()));
    Transport.Socket socket = transport.connect(listener);
    awaitLog("open");
    socket.close();
    end.exceptionally(reset -> -1).get(30, TimeUnit.SECONDS);
    assertThat(listener.log).containsExactly("open");
  }
}
