package dev.devtail.it;

import static org.awaitility.Awaitility.await;

import dev.devtail.client.Backoff;
import dev.devtail.client.ClientOptions;
import dev.devtail.client.DevtailConnection;
import dev.devtail.client.EventListener;
import dev.devtail.client.TerminalAttachment;
import dev.devtail.client.TerminalListener;
import dev.devtail.client.TokenSource;
import dev.devtail.client.jdk.JdkTransport;
import dev.devtail.client.jdk.ThreadLoop;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalSpec;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The client library, with terminals that keep all they were given. */
final class TestClient implements AutoCloseable {

  static final Size SIZE = Size.newBuilder().setColumns(80).setRows(24).build();
  static final long WINDOW_BYTES = 256 * 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
    this(running.url(), TokenSource.of(token), compressFrom);
  }

  TestClient(URI gateway, String token, Duration compressFrom) {
    this(gateway, TokenSource.of(token), compressFrom);
  }

  TestClient(RunningSuite.Running running, TokenSource tokens) {
    this(running.url(), tokens, ClientOptions.SLOW_LINK);
  }

  private TestClient(URI gateway, TokenSource tokens, Duration compressFrom) {
    transport = new JdkTransport(gateway);
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

  Watch watch() {
    Watch watch = new Watch();
    connection.watchEvents(watch);
    return watch;
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

  /** A watch of events that remembers. */
  static final class Watch implements EventListener {

    final AtomicInteger live = new AtomicInteger();
    final List<Event> events = new CopyOnWriteArrayList<>();

    @Override
    public void onLive() {
      live.incrementAndGet();
    }

    @Override
    public void onEvent(Event event) {
      events.add(event);
    }

    @Override
    public void onClosed(@Nullable Error error) {}

    void awaitLive(int times) {
      await().atMost(PATIENCE).until(() -> live.get() >= times);
    }

    void awaitEvent(EventType type, Terminal terminal) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> events.stream().anyMatch(event -> is(event, type, terminal)));
    }

    private static boolean is(Event event, EventType type, Terminal terminal) {
      return event.getType() == type
          && event.getData().getFieldsOrThrow("terminal").getStringValue().equals(terminal.getId());
    }
  }
}
