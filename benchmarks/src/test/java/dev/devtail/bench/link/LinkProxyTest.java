package dev.devtail.bench.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets. Times are compared with lower bounds alone: a busy machine is only slower. */
@Timeout(30)
class LinkProxyTest {

  private static final Duration DELAY = Duration.ofMillis(30);

  private final ServerSocket server = listen();
  private @Nullable LinkProxy proxy;

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private InetSocketAddress over(long bytesPerSecond, Link.@Nullable Tunnels tunnels) {
    Link link =
        new Link(DELAY, Duration.ofMillis(5), bytesPerSecond, bytesPerSecond, 32_000, 0, tunnels);
    LinkProxy started = new LinkProxy(link, (InetSocketAddress) server.getLocalSocketAddress(), 1);
    proxy = started;
    return started.address();
  }

  @AfterEach
  void close() throws IOException {
    if (proxy != null) {
      proxy.close();
    }
    server.close();
  }

  @Test
  void bytesComeWholeInOrderAndLate() throws Exception {
    byte[] sent = new byte[100_000];
    new Random(1).nextBytes(sent);
    InetSocketAddress address = over(200_000, null);
    long began = System.nanoTime();
    try (Socket client = new Socket(address.getAddress(), address.getPort());
        Socket accepted = server.accept()) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.getOutputStream().write(sent);
                      client.shutdownOutput();
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(sent);
      // The handshake's round trip, half a second on the line, and the delay.
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(Duration.ofMillis(500).plus(DELAY.multipliedBy(3)));
      writer.join();
    }
  }

  @Test
  void senderWaitsWhenTheWindowIsFull() throws Exception {
    InetSocketAddress address = over(1_000, null);
    try (SocketChannel client = SocketChannel.open(address);
        Socket accepted = server.accept()) {
      client.configureBlocking(false);
      ByteBuffer flood = ByteBuffer.allocate(64 * 1024 * 1024);
      long deadline = System.nanoTime() + Duration.ofMillis(500).toNanos();
      while (System.nanoTime() < deadline && flood.hasRemaining()) {
        client.write(flood);
        Thread.onSpinWait();
      }
      // The window and the system's buffers on the way: a few MB at most, and never the flood.
      assertThat(flood.position()).isLessThan(flood.capacity() / 4);
      assertThat(accepted.isConnected()).isTrue();
    }
  }

  @Test
  void endOfTheTunnelResets() throws Exception {
    InetSocketAddress address =
        over(1_000_000, new Link.Tunnels(Duration.ofMillis(20), Duration.ofMillis(20), 1));
    try (Socket client = new Socket(address.getAddress(), address.getPort());
        Socket accepted = server.accept()) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void closingItClosesItsSockets() throws Exception {
    InetSocketAddress address = over(1_000_000, null);
    try (Socket client = new Socket(address.getAddress(), address.getPort());
        Socket accepted = server.accept()) {
      LinkProxy closed = Objects.requireNonNull(proxy);
      proxy = null;
      closed.close();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
          .isInstanceOf(IOException.class);
    }
  }
}
