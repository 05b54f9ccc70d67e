package dev.devtail.it;

import dev.devtail.client.Backoff;
import dev.devtail.client.ClientOptions;
import dev.devtail.client.DevtailConnection;
import dev.devtail.client.TerminalAttachment;
import dev.devtail.client.TerminalListener;
import dev.devtail.client.TokenSource;
import dev.devtail.client.jdk.JdkTransport;
import dev.devtail.client.jdk.ThreadLoop;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The client library, with terminals that keep all they were given. */
final class TestClient implements AutoCloseable {

  static final Size SIZE = Size.newBuilder().setColumns(80).setRows(24).build();
  static final long WINDOW_BYTES = 256 * 1024;

  private final ThreadLoop loop = new ThreadLoop("it-client");
  private final JdkTransport transport;
  private final DevtailConnection connection;

  TestClient(RunningSuite.Running running) {
    this(running, running.token());
  }

  TestClient(RunningSuite.Running running, String token) {
    this(running, token, ClientOptions.SLOW_LINK);
  }

  TestClient(RunningSuite.Running running, String token, Duration compressFrom) {
    this(running, TokenSource.of(token), compressFrom);
  }

  TestClient(RunningSuite.Running running, TokenSource tokens) {
    this(running, tokens, ClientOptions.SLOW_LINK);
  }

  private TestClient(RunningSuite.Running running, TokenSource tokens, Duration compressFrom) {
    transport = new JdkTransport(running.url());
    connection =
        new DevtailConnection(
            transport,
            loop,
            new ClientOptions(
                tokens,
                "it",
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                compressFrom),
            new SecureRandom());
    connection.start();
  }

  DevtailConnection connection() {
    return connection;
  }

  Terminal start(String... command) {
    return connection
        .call(
            Call.newBuilder()
                .setStartTerminal(
                    StartTerminal.newBuilder()
                        .setRequestKey(connection.randomKey())
                        .setSpec(
                            TerminalSpec.newBuilder()
                                .addAllCommand(List.of(command))
                                .setSize(SIZE))))
        .join()
        .getTerminal();
  }

  List<Terminal> terminals() {
    return connection
        .call(Call.newBuilder().setListTerminals(ListTerminals.getDefaultInstance()))
        .join()
        .getTerminals()
        .getTerminalsList();
  }

  View attachFromStart(Terminal terminal) {
    View view = new View();
    view.attachment.complete(connection.attachFromStart(terminal, SIZE, WINDOW_BYTES, view));
    return view;
  }

  View attach(String terminalId) {
    View view = new View();
    view.attachment.complete(connection.attach(terminalId, SIZE, WINDOW_BYTES, view));
    return view;
  }

  @Override
  public void close() {
    connection.close();
    loop.close();
    transport.close();
  }

  /** A viewer that remembers. */
  static final class View implements TerminalListener {

    final CompletableFuture<TerminalAttachment> attachment = new CompletableFuture<>();
    final CompletableFuture<Exited> exited = new CompletableFuture<>();
    final CompletableFuture<@Nullable Error> closed = new CompletableFuture<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    synchronized String output() {
      return output.toString(StandardCharsets.UTF_8);
    }

    synchronized byte[] bytes() {
      return output.toByteArray();
    }

    synchronized String screen() {
      return screen.toString(StandardCharsets.UTF_8);
    }

    void type(String text) {
      attachment.join().write(text.getBytes(StandardCharsets.UTF_8)).join();
    }

    @Override
    public synchronized void onScreen(Screen piece) {
      screen.writeBytes(piece.getPayload().toByteArray());
    }

    @Override
    public synchronized void onOutput(long offset, byte[] bytes) {
      output.writeBytes(bytes);
      attachment.thenAccept(reader -> reader.consumed(offset + bytes.length));
    }

    @Override
    public void onExited(Exited last) {
      if (!last.getDraining()) {
        exited.complete(last);
      }
    }

    @Override
    public void onClosed(@Nullable Error error) {
      closed.complete(error);
    }
  }
}
