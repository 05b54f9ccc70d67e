package dev.devtail.gateway.connect;

import dev.devtail.gateway.auth.AuthenticatedUser;
import dev.devtail.gateway.auth.Scope;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.frame.FrameBytes;
import dev.devtail.kit.frame.FrameHead;
import dev.devtail.kit.frame.MalformedFrameException;
import dev.devtail.kit.grpc.ClientCapabilities;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.Capabilities;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Hello;
import dev.devtail.protocol.v1.Limits;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.Pong;
import dev.devtail.protocol.v1.Reattach;
import dev.devtail.protocol.v1.SharedTerminal;
import dev.devtail.protocol.v1.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection. It lives on its channel's event loop.
 *
 * <pre>
 * AwaitingHello --Hello--> Authenticating --token good--> Live --Close, cut, fault--> Closed
 *       \---------------------\--late, refused, anything else--------------------------^
 * </pre>
 */
final class EdgeConnection extends SimpleChannelInboundHandler<WebSocketFrame> {

  private static final Logger log = LoggerFactory.getLogger(EdgeConnection.class);

  /** The one version there is. */
  private static final int VERSION = 1;

  private static final int CONNECTION_CHANNEL = 0;
  private static final String SERVER_NAME = "devtail/0.1";

  private sealed interface State {
    /**
     * @param since uptime, in milliseconds
     */
    record AwaitingHello(long since) implements State {}

    record Authenticating(long since, ClientCapabilities capabilities) implements State {}

    record Live(AuthenticatedUser user, ClientCapabilities capabilities) implements State {}

    record Closed() implements State {}
  }

  private final Channel channel;
  private final EdgeServices services;
  private final EdgeConnections connections;
  private final IntObjectMap<EdgeChannel> channels = new IntObjectHashMap<>(2);
  private final Outbox outbox;
  private final EdgeCalls calls;
  private State state;
  private int lastOpened;

  /** Read from any thread, once Welcome was sent. */
  private volatile @Nullable AuthenticatedUser holder;

  private final FramePace pace;
  private boolean paused;

  /** Uptime, in milliseconds. */
  private long lastHeard;

  /** For so many milliseconds the client may be silent before it asks. */
  private long heartbeatMillis;

  EdgeConnection(Channel channel, EdgeServices services, EdgeConnections connections) {
    this.channel = channel;
    this.services = services;
    this.connections = connections;
    this.outbox = new Outbox(channel);
    this.calls = new EdgeCalls(this, services, outbox);
    this.pace = new FramePace(services.limits().maxFramesPerSecond());
    this.heartbeatMillis = services.limits().heartbeatInterval().toMillis();
    this.lastHeard = services.uptime().millis();
    this.state = new State.AwaitingHello(lastHeard);
    connections.add(this);
  }

  Channel channel() {
    return channel;
  }

  // ---- in

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
    lastHeard = services.uptime().millis();
    pauseIfTooFast();
    switch (message) {
      case BinaryWebSocketFrame binary -> onFrame(binary.content());
      case PingWebSocketFrame ping ->
          context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
      case PongWebSocketFrame pong -> {
        // It has been heard; that is all.
      }
      case CloseWebSocketFrame close -> {
        leave();
        context.writeAndFlush(close.retainedDuplicate()).addListener(ChannelFutureListener.CLOSE);
      }
      default -> violated("Messages must be binary.");
    }
  }

  private void pauseIfTooFast() {
    long pauseMillis = pace.count(lastHeard);
    if (pauseMillis > 0) {
      paused = true;
      updateReading();
      channel.eventLoop().schedule(this::resume, pauseMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void resume() {
    paused = false;
    updateReading();
  }

  private void onFrame(ByteBuf content) {
    if (outbox.isUnread()) {
      fail(
          new Fault(
              FaultCode.RESOURCE_EXHAUSTED, "Read what the gateway sends before you send more."));
      return;
    }
    byte[] frame = ByteBufUtil.getBytes(content);
    try {
      FrameHead head = FrameHead.read(frame);
      switch (state) {
        case State.AwaitingHello awaiting -> onHello(head, frame);
        case State.Authenticating authenticating ->
            violated("Wait for Welcome before you send anything else.");
        case State.Live live -> onLive(live, head, frame);
        case State.Closed closed -> {
          // What was on its way when it closed.
        }
      }
    } catch (MalformedFrameException malformed) {
      violated("Malformed frame: " + malformed.getMessage() + ".");
    } catch (Fault fault) {
      fail(fault);
    }
  }

  private void onHello(FrameHead head, byte[] frame) {
    if (head.kind() != Frame.HELLO_FIELD_NUMBER || head.channel() != CONNECTION_CHANNEL) {
      violated("The first frame must be Hello, on channel 0.");
      return;
    }
    Hello hello = FieldRules.check(FrameBytes.parse(frame)).getHello();
    if (hello.getMinVersion() > VERSION || hello.getMaxVersion() < VERSION) {
      fail(
          new Fault(
              FaultCode.UNSUPPORTED_VERSION,
              "This gateway speaks version %d, the client %d to %d."
                  .formatted(VERSION, hello.getMinVersion(), hello.getMaxVersion())));
      return;
    }
    Capabilities stated = hello.getCapabilities();
    if (stated.getFragments()) {
      outbox.permitFragments();
    }
    state =
        new State.Authenticating(
            services.uptime().millis(),
            new ClientCapabilities(services.limits().compression(stated), stated.getMemoryBytes()));
    services
        .authenticator()
        .authenticate(hello.getToken())
        .doOnNext(user -> user.scope().requireTerminals())
        .subscribe(
            user -> inLoop(() -> welcome(user)),
            refused -> inLoop(() -> fail(Faults.toFault(refused))));
  }

  private void welcome(AuthenticatedUser user) {
    if (!(state instanceof State.Authenticating asked)) {
      return;
    }
    state = new State.Live(user, asked.capabilities());
    holder = user;
    connections.settled();
    EdgeLimits limits = services.limits();
    Welcome.Builder welcome =
        Welcome.newBuilder()
            .setVersion(VERSION)
            .setConnectionId(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()))
            .setUser(user.name())
            .setLimits(
                Limits.newBuilder()
                    .setMaxFrameBytes(limits.maxFrameBytes())
                    .setMaxDataBytes(EdgeLimits.MAX_DATA_BYTES)
                    .setMaxChannels(limits.maxChannels())
                    .setMaxCallsInFlight(limits.maxCallsInFlight()))
            .setHeartbeatIntervalMs((int) limits.heartbeatInterval().toMillis())
            .setMaxHeartbeatIntervalMs((int) limits.maxHeartbeatInterval().toMillis())
            .setCompression(asked.capabilities().compression())
            .setServerName(SERVER_NAME);
    if (user.scope() instanceof Scope.OneTerminal one) {
      welcome.setShared(
          SharedTerminal.newBuilder().setTerminalId(one.terminalId()).setRole(one.role()));
    }
    send(Frame.newBuilder().setWelcome(welcome));
    connections.drainWithin().ifPresent(this::reattach);
  }

  private void onLive(State.Live live, FrameHead head, byte[] frame) {
    if (head.channel() == CONNECTION_CHANNEL) {
      onControl(live.user(), FrameBytes.parse(frame));
    } else if (head.kind() == Frame.OPEN_FIELD_NUMBER) {
      open(live, head.channel(), frame);
    } else {
      EdgeChannel open = channels.get(head.channel());
      if (open != null) {
        open.fromClient(head, frame);
      } else if (head.kind() != Frame.CLOSE_FIELD_NUMBER) {
        // A Close may cross ours; anything else is the client's mistake.
        closeChannel(
            head.channel(),
            new Fault(FaultCode.UNKNOWN_CHANNEL, "This channel is not open; send Open first."));
      }
    }
  }

  private void onControl(AuthenticatedUser user, Frame frame) {
    if (frame.hasCall()) {
      calls.begin(user, frame.getCall());
      return;
    }
    FieldRules.check(frame);
    switch (frame.getKindCase()) {
      case PING -> onPing(frame.getPing());
      case PONG -> {
        // It has been heard; that is all.
      }
      case CLOSE -> {
        leave();
        Farewell.say(channel, WebSocketCloseStatus.NORMAL_CLOSURE, "");
      }
      default -> violated("A client does not send this kind of frame on channel 0.");
    }
  }

  private void onPing(Ping ping) {
    EdgeLimits limits = services.limits();
    heartbeatMillis =
        Math.clamp(
            ping.getNextWithinMs(),
            limits.heartbeatInterval().toMillis(),
            limits.maxHeartbeatInterval().toMillis());
    send(Frame.newBuilder().setPong(Pong.newBuilder().setPayload(ping.getPayload())));
  }

  private void open(State.Live live, int number, byte[] bytes) {
    if (number <= lastOpened) {
      fail(
          new Fault(
              FaultCode.CHANNEL_IN_USE,
              "Channel %d: open channels with rising numbers.".formatted(number)));
      return;
    }
    lastOpened = number;
    try {
      if (channels.size() >= services.limits().maxChannels()) {
        throw new Fault(
            FaultCode.RESOURCE_EXHAUSTED,
            "A connection has at most %d channels.".formatted(services.limits().maxChannels()));
      }
      Frame frame = FieldRules.check(FrameBytes.parse(bytes));
      switch (frame.getOpen().getTargetCase()) {
        case TERMINAL -> openTerminal(live, number, frame, bytes);
        case EVENTS -> openEvents(live, number);
        case TARGET_NOT_SET ->
            throw new Fault(
                FaultCode.INVALID_ARGUMENT, "This gateway does not know what is to be opened.");
      }
    } catch (Fault fault) {
      closeChannel(number, fault);
    }
  }

  private void openTerminal(State.Live live, int number, Frame frame, byte[] bytes) {
    AttachTerminal asked = frame.getOpen().getTerminal();
    AttachTerminal admitted = live.user().scope().admit(asked);
    services.userLimits().admit(live.user().identity());
    TerminalChannel opened =
        new TerminalChannel(number, this, services, live.user().identity(), live.capabilities());
    channels.put(number, opened);
    opened.open(
        admitted.getTerminalId(),
        admitted.equals(asked) ? bytes : withTarget(frame, admitted).toByteArray());
  }

  private void openEvents(State.Live live, int number) {
    live.user().scope().requireEverything();
    services.userLimits().admit(live.user().identity());
    EventsChannel opened = new EventsChannel(number, this, services, live.user().identity());
    channels.put(number, opened);
    opened.open();
  }

  private static Frame withTarget(Frame open, AttachTerminal target) {
    return open.toBuilder().setOpen(open.getOpen().toBuilder().setTerminal(target)).build();
  }

  // ---- out

  /** Of the connection itself. */
  private void send(Frame.Builder frame) {
    if (isOpen()) {
      outbox.sendFirst(frame.build().toByteArray());
    }
  }

  /**
   * On the loop.
   *
   * @return whether the frame is on its way; otherwise the channel is told when it is
   */
  boolean send(EdgeChannel source, byte[] frame) {
    return outbox.send(source, frame);
  }

  /** The channel is over; the client is told. */
  void closeChannel(int number, @Nullable Fault why) {
    Close.Builder close = Close.newBuilder();
    if (why != null) {
      close.setError(Faults.toError(why));
    }
    if (isOpen()) {
      outbox.sendLast(
          number, Frame.newBuilder().setChannel(number).setClose(close).build().toByteArray());
    }
  }

  void forget(EdgeChannel gone) {
    channels.remove(gone.number(), gone);
  }

  // ---- flow

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      outbox.drain();
    }
    context.fireChannelWritabilityChanged();
  }

  /** Reads from the client only while every channel takes more. */
  void updateReading() {
    boolean blocked = paused;
    for (EdgeChannel open : channels.values()) {
      blocked |= open.isBlocked();
    }
    channel.config().setAutoRead(!blocked);
  }

  /** On the loop. */
  boolean isOpen() {
    return !(state instanceof State.Closed);
  }

  void inLoop(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel.eventLoop().execute(task);
    }
  }

  // ---- end

  private void violated(String message) {
    fail(new Fault(FaultCode.PROTOCOL_VIOLATION, message));
  }

  /** The whole connection ends with this fault. */
  private void fail(Fault fault) {
    if (state instanceof State.Closed) {
      return;
    }
    send(Frame.newBuilder().setClose(Close.newBuilder().setError(Faults.toError(fault))));
    leave();
    Farewell.say(channel, closeStatus(fault.code()), fault.code().name());
  }

  private static WebSocketCloseStatus closeStatus(FaultCode code) {
    return switch (code) {
      case FRAME_TOO_LARGE -> WebSocketCloseStatus.MESSAGE_TOO_BIG;
      case PROTOCOL_VIOLATION, INVALID_ARGUMENT, CHANNEL_IN_USE ->
          WebSocketCloseStatus.PROTOCOL_ERROR;
      case UNAUTHENTICATED, PERMISSION_DENIED, UNSUPPORTED_VERSION ->
          WebSocketCloseStatus.POLICY_VIOLATION;
      case UNAVAILABLE, TIMEOUT, RATE_LIMITED, RESOURCE_EXHAUSTED ->
          WebSocketCloseStatus.TRY_AGAIN_LATER;
      case NOT_FOUND,
          UNKNOWN_CHANNEL,
          STALE_EPOCH,
          OFFSET_OUT_OF_RANGE,
          ENDED,
          START_FAILED,
          CONFLICT,
          INTERNAL ->
          WebSocketCloseStatus.INTERNAL_SERVER_ERROR;
    };
  }

  /** This gateway will go; the client is asked to go elsewhere. From any thread. */
  void reattach(Duration within) {
    inLoop(
        () -> {
          if (state instanceof State.Live) {
            send(
                Frame.newBuilder()
                    .setReattach(Reattach.newBuilder().setWithinMs((int) within.toMillis())));
          }
        });
  }

  /** This gateway goes; the client comes back elsewhere. From any thread. */
  void goAway() {
    close(new Fault(FaultCode.UNAVAILABLE, "This gateway is going down; connect again."));
  }

  /** By which this client is here; null: by none, or it is not known yet. From any thread. */
  @Nullable String grantId() {
    AuthenticatedUser user = holder;
    return user == null ? null : user.grantId();
  }

  /** The client's grant is not good any more. From any thread. */
  void endGrant(Instant now) {
    AuthenticatedUser user = holder;
    if (user != null) {
      close(user.ended(now));
    }
  }

  /** From any thread. */
  void close(Fault why) {
    inLoop(() -> fail(why));
  }

  /** From any thread. */
  void sweep(Instant now) {
    inLoop(
        () -> {
          switch (state) {
            case State.AwaitingHello awaiting -> failIfLate(awaiting.since());
            case State.Authenticating authenticating -> failIfLate(authenticating.since());
            case State.Live live -> sweepLive(live.user(), now);
            case State.Closed closed -> channel.close();
          }
        });
  }

  private void failIfLate(long since) {
    if (services.uptime().millis() - since > services.limits().helloDeadline().toMillis()) {
      fail(
          new Fault(
              FaultCode.TIMEOUT,
              "No valid Hello within %d s."
                  .formatted(services.limits().helloDeadline().toSeconds())));
    }
  }

  private void sweepLive(AuthenticatedUser user, Instant now) {
    if (user.expiresAt().isBefore(now)) {
      fail(user.ended(now));
    }
    long silent = services.uptime().millis() - lastHeard;
    if (silent > heartbeatMillis * EdgeLimits.MISSED_HEARTBEATS) {
      leave();
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    leave();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    switch (cause) {
      case TooLongFrameException tooLong -> failTooLarge();
      case CorruptedWebSocketFrameException corrupted -> {
        if (corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
          failTooLarge();
        } else {
          violated("Corrupted WebSocket frame.");
        }
      }
      case IOException cut -> channel.close();
      default -> fail(Faults.toFault(cause));
    }
  }

  private void failTooLarge() {
    fail(
        new Fault(
            FaultCode.FRAME_TOO_LARGE,
            "Messages have at most %d bytes.".formatted(services.limits().maxFrameBytes())));
  }

  private void leave() {
    if (state instanceof State.Closed) {
      return;
    }
    if (!(state instanceof State.Live)) {
      connections.settled();
    }
    state = new State.Closed();
    connections.remove(this);
    List.copyOf(channels.values()).forEach(EdgeChannel::cut);
    channels.clear();
    outbox.clear();
    log.debug("connection closed remote={}", channel.remoteAddress());
  }
}
