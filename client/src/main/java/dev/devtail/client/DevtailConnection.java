package dev.devtail.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.devtail.client.ConnectionState.Closed;
import dev.devtail.client.ConnectionState.Connecting;
import dev.devtail.client.ConnectionState.Disconnected;
import dev.devtail.client.ConnectionState.Live;
import dev.devtail.client.ConnectionState.Resuming;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Capabilities;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Compression;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Hello;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.Pong;
import dev.devtail.protocol.v1.Reattach;
import dev.devtail.protocol.v1.Reply;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.Welcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a gateway that comes back by itself (see {@link ConnectionState}), with the
 * calls, terminals and events that go over it. Its public methods may be called from any thread.
 */
public final class DevtailConnection implements AutoCloseable {

  private static final int VERSION = 1;

  /** Calls that wait for their reply. */
  public static final int MAX_CALLS = 32;

  /**
   * Of connections that are dropped before they have lived this long, one is tried again at once.
   */
  private static final Duration STABLE_AFTER = Duration.ofSeconds(1);

  /** What a gateway states below this is taken as this. */
  private static final Duration MIN_HEARTBEAT = Duration.ofSeconds(1);

  private final Transport transport;
  private final ClientLoop loop;
  private final ClientOptions options;
  private final RandomGenerator random;
  private final List<Consumer<ConnectionState>> observers = new CopyOnWriteArrayList<>();

  private volatile ConnectionState state = new Disconnected();
  private final List<ClientChannel> channels = new ArrayList<>();
  private final Map<Integer, ClientChannel> byChannel = new LinkedHashMap<>();
  private final PendingCalls calls = new PendingCalls();
  private final Fragments fragments = new Fragments();

  private Transport.@Nullable Socket socket;
  private int generation;
  private int attempt;
  private int lastChannel;
  private long lastHeard;
  private long lastSent;
  private long helloAt;
  private long welcomedAt;
  private Compression compression = Compression.COMPRESSION_NONE;
  private int shortLives;
  private String token = "";

  /** Whether one was refused since one was last taken. */
  private boolean tokenRefused;

  private ClientLoop.@Nullable Timer timer;

  public DevtailConnection(
      Transport transport, ClientLoop loop, ClientOptions options, RandomGenerator random) {
    this.transport = transport;
    this.loop = loop;
    this.options = options;
    this.random = random;
  }

  // ---- for the user of it

  /** Told of every state, on the loop, the present one first. */
  public void observe(Consumer<ConnectionState> observer) {
    loop.execute(
        () -> {
          observers.add(observer);
          observer.accept(state);
        });
  }

  public ConnectionState state() {
    return state;
  }

  /** Connects, and from then on connects again until it is closed. */
  public void start() {
    loop.execute(
        () -> {
          if (state instanceof Disconnected) {
            connect();
          }
        });
  }

  /**
   * The device has woken, or says that it is online again: a waiting connection tries at once, a
   * live one asks whether the other side is still there.
   */
  public void wake() {
    loop.execute(
        () -> {
          switch (state) {
            case ConnectionState.Backoff backoff -> connect();
            case Live live -> probe();
            case Resuming resuming -> probe();
            case Disconnected disconnected -> {}
            case Connecting connecting -> {}
            case Closed closed -> {}
          }
        });
  }

  /**
   * Makes a call. It survives cuts if it can be made twice without harm; else a cut fails it. Fails
   * with a {@link DevtailException}.
   */
  public CompletableFuture<Reply> call(Call.Builder call) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    loop.execute(() -> begin(call, reply));
    return reply;
  }

  /** Attaches to a terminal, from its screen on. */
  public TerminalAttachment attach(
      String terminalId, Size size, long windowBytes, TerminalListener listener) {
    return attach(terminalId, 0, size, windowBytes, listener);
  }

  /** Attaches to a terminal that was just started, from its first byte on. */
  public TerminalAttachment attachFromStart(
      Terminal started, Size size, long windowBytes, TerminalListener listener) {
    return attach(started.getId(), started.getIncarnation(), size, windowBytes, listener);
  }

  private TerminalAttachment attach(
      String terminalId, long incarnation, Size size, long window, TerminalListener listener) {
    TerminalAttachment attachment =
        new TerminalAttachment(this, terminalId, randomKey(), size, window, incarnation, listener);
    loop.execute(() -> begin(attachment));
    return attachment;
  }

  /** Watches what happens to the user's sessions. */
  public EventWatch watchEvents(EventListener listener) {
    EventWatch watch = new EventWatch(this, listener);
    loop.execute(() -> begin(watch));
    return watch;
  }

  /** 16 random bytes: a viewer's id or a request's key. */
  public ByteString randomKey() {
    byte[] key = new byte[2 * Long.BYTES];
    random.nextBytes(key);
    return ByteString.copyFrom(key);
  }

  @Override
  public void close() {
    loop.execute(
        () -> {
          send(Frame.newBuilder().setClose(Close.getDefaultInstance()).build());
          closeForGood(null);
        });
  }

  /** Drops the socket as a network would; for tests and measurements. */
  public void cut() {
    loop.execute(
        () -> {
          if (socket != null) {
            socket.close();
            onCut("cut");
          }
        });
  }

  // ---- on the loop

  ClientLoop loop() {
    return loop;
  }

  private void become(ConnectionState next) {
    state = next;
    observers.forEach(observer -> observer.accept(next));
  }

  private void connect() {
    stopTimer();
    attempt++;
    int current = ++generation;
    become(new Connecting(attempt));
    timer =
        loop.schedule(
            options.connectTimeout(), () -> onClosed(current, "the gateway does not answer"));
    CompletableFuture<String> asked = options.tokens().token();
    if (asked.state() == Future.State.SUCCESS) {
      open(current, asked.resultNow());
    } else {
      asked.whenComplete((shown, failure) -> loop.execute(() -> onToken(current, shown, failure)));
    }
  }

  private void onToken(int of, @Nullable String shown, @Nullable Throwable failure) {
    if (of != generation) {
      return;
    }
    if (shown != null) {
      open(of, shown);
    } else if (failure instanceof DevtailException refused
        && refused.code() == ErrorCode.ERROR_CODE_UNAUTHENTICATED) {
      closeForGood(refused.error());
    } else {
      onClosed(of, failure == null ? "there is no token" : String.valueOf(failure.getMessage()));
    }
  }

  private void open(int current, String shown) {
    token = shown;
    socket =
        transport.connect(
            new Transport.Listener() {
              @Override
              public void onOpen() {
                loop.execute(() -> hello(current));
              }

              @Override
              public void onMessage(byte[] message) {
                loop.execute(() -> onMessageOf(current, message));
              }

              @Override
              public void onClosed(String why) {
                loop.execute(() -> DevtailConnection.this.onClosed(current, why));
              }
            });
  }

  private void hello(int of) {
    if (of != generation) {
      return;
    }
    send(
        Frame.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setMinVersion(VERSION)
                    .setMaxVersion(VERSION)
                    .setToken(token)
                    .setClientName(options.name())
                    .setCapabilities(
                        Capabilities.newBuilder()
                            .addCompressions(Compression.COMPRESSION_DEFLATE)
                            .addCompressions(Compression.COMPRESSION_ZSTD)
                            .setFragments(true)))
            .build());
    helloAt = loop.nanoTime();
  }

  void send(Frame frame) {
    Transport.Socket current = socket;
    if (current != null) {
      lastSent = loop.nanoTime();
      current.send(frame.toByteArray());
    }
  }

  private void onMessageOf(int of, byte[] message) {
    if (of != generation) {
      return;
    }
    lastHeard = loop.nanoTime();
    try {
      Frame frame = Frame.parseFrom(message);
      Frame whole = frame.hasFragment() ? fragments.add(frame.getFragment()) : frame;
      if (whole != null) {
        onFrame(whole);
      }
    } catch (InvalidProtocolBufferException malformed) {
      onCut("the gateway sent something that is no frame");
    }
  }

  private void onFrame(Frame frame) {
    if (frame.getChannel() == 0) {
      onControl(frame);
    } else {
      ClientChannel channel = byChannel.get(frame.getChannel());
      if (channel != null) {
        channel.onFrame(frame);
      }
    }
  }

  private void onControl(Frame frame) {
    switch (frame.getKindCase()) {
      case WELCOME -> onWelcome(frame.getWelcome());
      case REPLY -> onReply(frame.getReply());
      case PING ->
          send(
              Frame.newBuilder()
                  .setPong(Pong.newBuilder().setPayload(frame.getPing().getPayload()))
                  .build());
      case CLOSE -> onRefused(frame.getClose().getError());
      case REATTACH -> onReattach(frame.getReattach());
      default -> {
        // A Pong has been heard; what a later version says is not for us.
      }
    }
  }

  private void onWelcome(Welcome welcome) {
    stopTimer();
    lastChannel = 0;
    tokenRefused = false;
    welcomedAt = loop.nanoTime();
    boolean slow = welcomedAt - helloAt >= options.compressFrom().toNanos();
    compression = slow ? welcome.getCompression() : Compression.COMPRESSION_NONE;
    become(new Resuming(welcome));
    byChannel.clear();
    fragments.clear();
    channels.forEach(this::open);
    calls.forEach(this::send);
    Duration stated = Duration.ofMillis(welcome.getHeartbeatIntervalMs());
    heartbeat(generation, stated.compareTo(MIN_HEARTBEAT) < 0 ? MIN_HEARTBEAT : stated);
    onChannelOpened();
  }

  private void open(ClientChannel channel) {
    lastChannel++;
    byChannel.put(lastChannel, channel);
    channel.open(lastChannel, compression);
  }

  void onChannelOpened() {
    if (state instanceof Resuming resuming
        && channels.stream().noneMatch(ClientChannel::isAwaited)) {
      attempt = 0;
      become(new Live(resuming.welcome()));
    }
  }

  private boolean isConnected() {
    return switch (state) {
      case Resuming resuming -> true;
      case Live live -> true;
      case Disconnected disconnected -> false;
      case Connecting connecting -> false;
      case ConnectionState.Backoff backoff -> false;
      case Closed closed -> false;
    };
  }

  private void begin(ClientChannel channel) {
    if (state instanceof Closed closed) {
      channel.onConnectionClosed(closed.error());
      return;
    }
    channels.add(channel);
    if (isConnected()) {
      open(channel);
    }
  }

  void forget(ClientChannel channel) {
    channels.remove(channel);
    byChannel.values().remove(channel);
    onChannelOpened();
  }

  /** The channel was closed for a reason that passes. */
  void reopenLater(ClientChannel channel, Error error) {
    byChannel.values().remove(channel);
    int current = generation;
    Duration delay =
        error.getRetryAfterMs() > 0
            ? Duration.ofMillis(error.getRetryAfterMs())
            : options.backoff().delay(1, random);
    loop.schedule(
        delay,
        () -> {
          if (current == generation && isConnected() && !channel.isClosed()) {
            open(channel);
          }
        });
  }

  private void begin(Call.Builder call, CompletableFuture<Reply> reply) {
    if (state instanceof Closed closed) {
      reply.completeExceptionally(closedWith(closed.error()));
      return;
    }
    calls
        .begin(call, reply)
        .ifPresent(
            numbered -> {
              if (isConnected()) {
                send(numbered);
              }
            });
  }

  private void send(Call call) {
    send(Frame.newBuilder().setCall(call).build());
  }

  private void onReply(Reply reply) {
    int current = generation;
    calls
        .onReply(reply)
        .ifPresent(
            postponed ->
                loop.schedule(
                    postponed.delay().plus(options.backoff().delay(1, random)),
                    () -> {
                      // A later connection has sent it already.
                      if (current == generation && isConnected()) {
                        send(postponed.call());
                      }
                    }));
  }

  // ---- is the other side there?

  private void heartbeat(int of, Duration interval) {
    timer =
        loop.schedule(
            interval,
            () -> {
              if (of == generation && isConnected()) {
                // Who only listens has to be heard as well.
                long quietSince = Math.min(lastHeard, lastSent);
                if (loop.nanoTime() - quietSince >= interval.toNanos()) {
                  probe();
                }
                heartbeat(of, interval);
              }
            });
  }

  private void probe() {
    int current = generation;
    long asked = loop.nanoTime();
    send(Frame.newBuilder().setPing(Ping.getDefaultInstance()).build());
    loop.schedule(
        options.pingTimeout(),
        () -> {
          if (current == generation && isConnected() && lastHeard < asked) {
            onCut("the gateway does not answer");
          }
        });
  }

  // ---- ends

  private void onClosed(int of, String why) {
    if (of == generation) {
      onDropped(why, Duration.ZERO);
    }
  }

  /**
   * The other side, or what lies between, has dropped the connection. One that does so right after
   * its Welcome, again and again, must not be tried without a pause.
   */
  private void onDropped(String why, Duration atLeast) {
    if (isConnected()) {
      boolean shortLived = loop.nanoTime() - welcomedAt < STABLE_AFTER.toNanos();
      shortLives = shortLived ? shortLives + 1 : 0;
      attempt = Math.max(attempt, shortLives - 1);
    }
    onCut(why, atLeast);
  }

  /** What cannot pass ends the connection for good; anything else is tried again. */
  private void onRefused(Error error) {
    switch (error.getCode()) {
      case ERROR_CODE_UNAUTHENTICATED -> onTokenRefused(error);
      case ERROR_CODE_PERMISSION_DENIED, ERROR_CODE_UNSUPPORTED_VERSION -> closeForGood(error);
      default -> onDropped(error.getMessage(), Duration.ofMillis(error.getRetryAfterMs()));
    }
  }

  /**
   * The gateway will go. Its clients do not all leave at once, and none when it is too late: what
   * they come back to needs its time as well.
   */
  private void onReattach(Reattach asked) {
    int current = generation;
    loop.schedule(
        Duration.ofMillis(random.nextLong(asked.getWithinMs() / 2 + 1)),
        () -> {
          if (current == generation && isConnected()) {
            onCut("the gateway will go");
          }
        });
  }

  /** A token that has ended is followed by another one; if that is refused as well, it is over. */
  private void onTokenRefused(Error error) {
    if (tokenRefused || !options.tokens().refused(token)) {
      closeForGood(error);
    } else if (isConnected()) {
      onDropped(error.getMessage(), Duration.ZERO);
    } else {
      tokenRefused = true;
      dropSocket();
      connect();
    }
  }

  private void onCut(String why) {
    onCut(why, Duration.ZERO);
  }

  /**
   * @param atLeast how long to stay away, as the gateway asked
   */
  private void onCut(String why, Duration atLeast) {
    if (state instanceof Closed || state instanceof ConnectionState.Backoff) {
      return;
    }
    dropSocket();
    channels.forEach(ClientChannel::onCut);
    byChannel.clear();
    calls.onCut(why);
    // A connection that was live is tried again at once; only what fails again waits.
    Duration jitter = attempt == 0 ? Duration.ZERO : options.backoff().delay(attempt, random);
    Duration delay = jitter.compareTo(atLeast) > 0 ? jitter : atLeast;
    become(new ConnectionState.Backoff(attempt, delay, why));
    timer = loop.schedule(delay, this::connect);
  }

  /** The other side broke the protocol: a fresh connection takes up where this one was right. */
  void onBroken(String why) {
    onCut(why);
  }

  private void dropSocket() {
    stopTimer();
    generation++;
    Transport.Socket current = socket;
    socket = null;
    if (current != null) {
      current.close();
    }
  }

  private void closeForGood(@Nullable Error error) {
    if (state instanceof Closed) {
      return;
    }
    dropSocket();
    become(new Closed(error));
    List.copyOf(channels).forEach(channel -> channel.onConnectionClosed(error));
    channels.clear();
    calls.failAll(closedWith(error));
  }

  private static DevtailException closedWith(@Nullable Error error) {
    return error == null
        ? DevtailException.of(ErrorCode.ERROR_CODE_UNAVAILABLE, "The connection was closed.")
        : new DevtailException(error);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
