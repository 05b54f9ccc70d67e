package dev.devtail.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.AccessServiceGrpc.AccessServiceImplBase;
import dev.devtail.protocol.service.v1.CheckGrantsRequest;
import dev.devtail.protocol.service.v1.EndedGrants;
import dev.devtail.protocol.service.v1.EventNews;
import dev.devtail.protocol.service.v1.GetOrCreateDefaultRequest;
import dev.devtail.protocol.service.v1.HistoryServiceGrpc.HistoryServiceImplBase;
import dev.devtail.protocol.service.v1.ListMetricsRequest;
import dev.devtail.protocol.service.v1.ListTerminalEntriesRequest;
import dev.devtail.protocol.service.v1.ListTerminalsRequest;
import dev.devtail.protocol.service.v1.LocateTerminalRequest;
import dev.devtail.protocol.service.v1.Metric;
import dev.devtail.protocol.service.v1.MetricList;
import dev.devtail.protocol.service.v1.RecordingServiceGrpc.RecordingServiceImplBase;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceImplBase;
import dev.devtail.protocol.service.v1.StartTerminalRequest;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc.TerminalDirectoryImplBase;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.service.v1.TerminalEntryList;
import dev.devtail.protocol.service.v1.TerminalServiceGrpc.TerminalServiceImplBase;
import dev.devtail.protocol.service.v1.VerifiedToken;
import dev.devtail.protocol.service.v1.VerifyTokenRequest;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.DeleteRecording;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.Device;
import dev.devtail.protocol.v1.DeviceList;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.ExitStatus;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.HistoryHit;
import dev.devtail.protocol.v1.HistoryHits;
import dev.devtail.protocol.v1.HistoryPart;
import dev.devtail.protocol.v1.ListDevices;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.ListRecordings;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.ListShares;
import dev.devtail.protocol.v1.NewDevice;
import dev.devtail.protocol.v1.NewShare;
import dev.devtail.protocol.v1.PairDevice;
import dev.devtail.protocol.v1.ReadHistory;
import dev.devtail.protocol.v1.ReadRecording;
import dev.devtail.protocol.v1.Recording;
import dev.devtail.protocol.v1.RecordingHit;
import dev.devtail.protocol.v1.RecordingHits;
import dev.devtail.protocol.v1.RecordingList;
import dev.devtail.protocol.v1.RecordingMoment;
import dev.devtail.protocol.v1.RecordingPart;
import dev.devtail.protocol.v1.RevokeDevice;
import dev.devtail.protocol.v1.RevokeShare;
import dev.devtail.protocol.v1.SearchHistory;
import dev.devtail.protocol.v1.SearchRecordings;
import dev.devtail.protocol.v1.SeekRecording;
import dev.devtail.protocol.v1.Session;
import dev.devtail.protocol.v1.SessionList;
import dev.devtail.protocol.v1.Share;
import dev.devtail.protocol.v1.ShareList;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartRecording;
import dev.devtail.protocol.v1.StopRecording;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalList;
import dev.devtail.protocol.v1.TerminalState;
import dev.devtail.protocol.v1.UpdateSession;
import dev.devtail.protocol.v1.ViewerRole;
import dev.devtail.protocol.v1.WatchEvents;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * session-service and terminal-service as the gateway sees them, over real sockets and with the
 * real identity check. Some ids have a meaning: {@code gone} is unknown, {@code down} is
 * unavailable, {@code bug} fails unexpectedly, {@code hold} waits for {@link #release}, {@code
 * moved…} is unknown to its owner when it is asked the first time, {@code nowhere} is unknown to
 * the directory, {@code elsewhere} lives where nobody listens.
 */
final class FakeServices implements AutoCloseable {

  static final byte[] KEY = new byte[IdentityTokens.MIN_KEY_BYTES];

  /** Every request of a service, with the user it was made for. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  final List<Message> requests = new CopyOnWriteArrayList<>();
  final BlockingQueue<Attachment> attachments = new LinkedBlockingQueue<>();

  /** Those who watch events. */
  final BlockingQueue<ServerCallStreamObserver<EventNews>> watches = new LinkedBlockingQueue<>();

  final HealthStatusManager sessionHealth = new HealthStatusManager();

  /** Good tokens, and what they stand for. */
  final Map<String, VerifiedToken> tokens = new ConcurrentHashMap<>();

  /** Whether nobody can say what a token stands for. */
  volatile boolean accessAway;

  private final List<Runnable> held = new CopyOnWriteArrayList<>();
  private final Set<String> moved = ConcurrentHashMap.newKeySet();
  private final Server sessionServer;
  private final Server terminalServer;

  FakeServices(Clock clock) {
    IdentityServerInterceptor identity =
        new IdentityServerInterceptor(new IdentityTokens(KEY, clock));
    terminalServer =
        serve(
            identity,
            new Terminals(),
            new Recordings(),
            new Histories(),
            new HealthStatusManager().getHealthService());
    sessionServer =
        serve(
            identity,
            new Sessions(),
            new Directory(),
            new Access(),
            sessionHealth.getHealthService());
  }

  private static Server serve(IdentityServerInterceptor identity, BindableService... services) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    for (BindableService service : services) {
      builder.addService(ServerInterceptors.intercept(service, identity));
    }
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String sessionAddress() {
    return "127.0.0.1:" + sessionServer.getPort();
  }

  String terminalAddress() {
    return "127.0.0.1:" + terminalServer.getPort();
  }

  /** Answers what was held. */
  void release() {
    List<Runnable> waiting = List.copyOf(held);
    held.removeAll(waiting);
    waiting.forEach(Runnable::run);
  }

  int held() {
    return held.size();
  }

  /** The next stream that came. */
  Attachment attached() {
    try {
      Attachment next = attachments.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nobody attached");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    sessionServer.shutdownNow();
    terminalServer.shutdownNow();
  }

  private <T> void answer(StreamObserver<T> caller, Message request, String id, Supplier<T> value) {
    requests.add(request);
    asked.add(request.getClass().getSimpleName() + " " + id + " by " + user());
    Runnable answer =
        Context.current()
            .wrap(
                () -> {
                  try {
                    FieldRules.check(request);
                    failIfAsked(id);
                    caller.onNext(value.get());
                    caller.onCompleted();
                  } catch (RuntimeException failure) {
                    caller.onError(Faults.toStatus(failure));
                  }
                });
    if (id.equals("hold")) {
      held.add(answer);
    } else {
      answer.run();
    }
  }

  private static void failIfAsked(String id) {
    switch (id) {
      case "gone" -> throw Fault.notFound("thing", id);
      case "down" -> throw Fault.unavailable("Away.", Duration.ofMillis(1500));
      case "bug" -> throw new IllegalStateException("the secret of the house");
      case "forbidden" -> throw new Fault(FaultCode.PERMISSION_DENIED, "Not you.");
      default -> {
        // All is well.
      }
    }
  }

  private void failIfMoved(String id) {
    if (id.startsWith("moved") && moved.add(id)) {
      throw Fault.notFound("terminal", id);
    }
  }

  private static String user() {
    return IdentityServerInterceptor.current().user();
  }

  private static Session session(String id, String workspace, String name) {
    return Session.newBuilder()
        .setId(id)
        .setUser(user())
        .setWorkspace(workspace)
        .setName(name)
        .setCreatedAt(Timestamp.newBuilder().setSeconds(1_000_000_000))
        .build();
  }

  static Terminal terminal(String id, TerminalState state, long start) {
    Terminal.Builder terminal =
        Terminal.newBuilder()
            .setId(id)
            .setSessionId("s1")
            .setName("shell")
            .addCommand("sh")
            .setSize(Size.newBuilder().setColumns(80).setRows(24))
            .setState(state)
            .setStartedAt(Timestamp.newBuilder().setSeconds(start))
            .setIncarnation(-1);
    if (state == TerminalState.TERMINAL_STATE_ENDED) {
      terminal.setExit(ExitStatus.newBuilder().setCode(143).setSignal(15));
    }
    return terminal.build();
  }

  private final class Sessions extends SessionServiceImplBase {

    @Override
    public void create(CreateSession request, StreamObserver<Session> caller) {
      answer(
          caller,
          request,
          request.getName(),
          () -> session("s1", request.getWorkspace(), request.getName()));
    }

    @Override
    public void getOrCreateDefault(
        GetOrCreateDefaultRequest request, StreamObserver<Session> caller) {
      answer(caller, request, "", () -> session("default", "/home", ""));
    }

    @Override
    public void get(GetSession request, StreamObserver<Session> caller) {
      String id = request.getSessionId();
      answer(caller, request, id, () -> session(id, "/work", "mine"));
    }

    @Override
    public void list(ListSessions request, StreamObserver<SessionList> caller) {
      answer(
          caller,
          request,
          "",
          () -> SessionList.newBuilder().addSessions(session("s1", "/work", "mine")).build());
    }

    @Override
    public void update(UpdateSession request, StreamObserver<Session> caller) {
      String id = request.getSessionId();
      answer(caller, request, id, () -> session(id, "/work", request.getName()));
    }

    @Override
    public void delete(DeleteSession request, StreamObserver<Done> caller) {
      answer(caller, request, request.getSessionId(), Done::getDefaultInstance);
    }

    @Override
    public void watchEvents(WatchEvents request, StreamObserver<EventNews> caller) {
      asked.add("WatchEvents by " + user());
      watches.add((ServerCallStreamObserver<EventNews>) caller);
    }

    @Override
    public void listMetrics(ListMetricsRequest request, StreamObserver<MetricList> caller) {
      answer(
          caller,
          request,
          request.getSessionId(),
          () ->
              MetricList.newBuilder()
                  .addMetrics(
                      Metric.newBuilder()
                          .setSessionId(request.getSessionId())
                          .setName("output_bytes")
                          .setValue(request.getLimit())
                          .setTime(request.getFrom()))
                  .build());
    }

    @Override
    public void listEvents(ListEvents request, StreamObserver<EventList> caller) {
      answer(
          caller,
          request,
          request.getSessionId(),
          () ->
              EventList.newBuilder()
                  .addEvents(
                      Event.newBuilder()
                          .setId("e1")
                          .setSessionId(request.getSessionId())
                          .setType(EventType.EVENT_TYPE_TERMINAL_STARTED)
                          .setData(
                              Struct.newBuilder()
                                  .putFields("text", Value.newBuilder().setStringValue("t").build())
                                  .putFields("yes", Value.newBuilder().setBoolValue(true).build())
                                  .putFields("many", Value.newBuilder().setNumberValue(7).build())
                                  .putFields(
                                      "list",
                                      Value.newBuilder()
                                          .setListValue(ListValue.getDefaultInstance())
                                          .build())
                                  .putFields(
                                      "none",
                                      Value.newBuilder()
                                          .setNullValue(NullValue.NULL_VALUE)
                                          .build())))
                  .build());
    }
  }

  private final class Access extends AccessServiceImplBase {

    @Override
    public void createShare(CreateShare request, StreamObserver<NewShare> caller) {
      answer(
          caller,
          request,
          request.getTerminalId(),
          () ->
              NewShare.newBuilder()
                  .setShare(share("g1", request.getRole()))
                  .setToken("dvt_share_g1_secret")
                  .build());
    }

    private static Share share(String id, ViewerRole role) {
      return Share.newBuilder()
          .setId(id)
          .setTerminalId("t1")
          .setRole(role)
          .setNote("for grace")
          .setCreatedAt(Timestamp.newBuilder().setSeconds(1_000_000_000))
          .setExpiresAt(Timestamp.newBuilder().setSeconds(1_000_003_600))
          .build();
    }

    @Override
    public void listShares(ListShares request, StreamObserver<ShareList> caller) {
      answer(
          caller,
          request,
          "",
          () ->
              ShareList.newBuilder()
                  .addShares(share("g1", ViewerRole.VIEWER_ROLE_READ_ONLY))
                  .build());
    }

    @Override
    public void revokeShare(RevokeShare request, StreamObserver<Done> caller) {
      answer(caller, request, request.getShareId(), Done::getDefaultInstance);
    }

    @Override
    public void pairDevice(PairDevice request, StreamObserver<NewDevice> caller) {
      answer(
          caller,
          request,
          request.getName(),
          () ->
              NewDevice.newBuilder()
                  .setDevice(Device.newBuilder().setId("g2").setName(request.getName()))
                  .setToken("dvt_device_g2_secret")
                  .build());
    }

    @Override
    public void listDevices(ListDevices request, StreamObserver<DeviceList> caller) {
      answer(
          caller,
          request,
          "",
          () ->
              DeviceList.newBuilder()
                  .addDevices(
                      Device.newBuilder()
                          .setId("g2")
                          .setName("phone")
                          .setLastUsedAt(Timestamp.newBuilder().setSeconds(1_000_000_000)))
                  .build());
    }

    @Override
    public void revokeDevice(RevokeDevice request, StreamObserver<Done> caller) {
      answer(caller, request, request.getDeviceId(), Done::getDefaultInstance);
    }

    @Override
    public void verify(VerifyTokenRequest request, StreamObserver<VerifiedToken> caller) {
      answer(
          caller,
          request,
          accessAway ? "down" : "",
          () -> {
            IdentityServerInterceptor.requireService();
            VerifiedToken good = tokens.get(request.getToken());
            if (good == null) {
              throw new Fault(FaultCode.UNAUTHENTICATED, "This link is not valid.");
            }
            return good;
          });
    }

    @Override
    public void check(CheckGrantsRequest request, StreamObserver<EndedGrants> caller) {
      answer(
          caller,
          request,
          accessAway ? "down" : "",
          () -> {
            IdentityServerInterceptor.requireService();
            Set<String> ended = new HashSet<>(request.getGrantIdsList());
            tokens.values().forEach(good -> ended.remove(good.getGrantId()));
            return EndedGrants.newBuilder().addAllGrantIds(ended).build();
          });
    }
  }

  private final class Directory extends TerminalDirectoryImplBase {

    @Override
    public void locate(LocateTerminalRequest request, StreamObserver<TerminalEntry> caller) {
      String id = request.getTerminalId();
      answer(
          caller,
          request,
          id,
          () -> {
            if (id.equals("nowhere")) {
              throw Fault.notFound("terminal", id);
            }
            String address = id.equals("elsewhere") ? "127.0.0.1:1" : terminalAddress();
            return TerminalEntry.newBuilder().setAddress(address).build();
          });
    }

    @Override
    public void list(ListTerminalEntriesRequest request, StreamObserver<TerminalEntryList> caller) {
      answer(
          caller,
          request,
          "",
          () ->
              TerminalEntryList.newBuilder()
                  .addEntries(TerminalEntry.newBuilder().setAddress(terminalAddress()))
                  .build());
    }
  }

  private final class Terminals extends TerminalServiceImplBase {

    @Override
    public void start(StartTerminalRequest request, StreamObserver<Terminal> caller) {
      answer(
          caller,
          request,
          "",
          () -> {
            if (request.getSpec().getCommandList().contains("no-such-program")) {
              throw new Fault(FaultCode.START_FAILED, "There is no program no-such-program.");
            }
            return terminal("t1", TerminalState.TERMINAL_STATE_RUNNING, 1);
          });
    }

    @Override
    public void list(ListTerminalsRequest request, StreamObserver<TerminalList> caller) {
      answer(
          caller,
          request,
          request.getSessionId(),
          () ->
              TerminalList.newBuilder()
                  .addTerminals(terminal("t2", TerminalState.TERMINAL_STATE_DRAINING, 2))
                  .addTerminals(terminal("t3", TerminalState.TERMINAL_STATE_ENDED, 3))
                  .addTerminals(terminal("t1", TerminalState.TERMINAL_STATE_RUNNING, 1))
                  .build());
    }

    @Override
    public void signal(SignalTerminal request, StreamObserver<Done> caller) {
      act(request, request.getTerminalId(), caller);
    }

    @Override
    public void end(EndTerminal request, StreamObserver<Done> caller) {
      act(request, request.getTerminalId(), caller);
    }

    private void act(Message request, String id, StreamObserver<Done> caller) {
      answer(
          caller,
          request,
          id,
          () -> {
            failIfMoved(id);
            return Done.getDefaultInstance();
          });
    }

    @Override
    public StreamObserver<Frame> attach(StreamObserver<Frame> caller) {
      return new Attachment((ServerCallStreamObserver<Frame>) caller, user());
    }
  }

  /** A recording's file, in the fake. */
  static final byte[] CAST = new byte[150_000];

  static {
    for (int i = 0; i < CAST.length; i++) {
      CAST[i] = (byte) (i * 31);
    }
  }

  static Recording recording(String id, long start) {
    return Recording.newBuilder()
        .setId(id)
        .setTerminalId("t1")
        .setSessionId("s1")
        .setName("my build/1")
        .setStartedAt(Timestamp.newBuilder().setSeconds(start))
        .setDurationMs(2500)
        .setSizeBytes(CAST.length)
        .build();
  }

  /** What every terminal has printed, in the fake: its first ten bytes are not kept. */
  static final String PRINTED = "one two three";

  static final long PRINTED_FROM = 10;

  private final class Histories extends HistoryServiceImplBase {

    @Override
    public void read(ReadHistory request, StreamObserver<HistoryPart> caller) {
      answer(
          caller,
          request,
          request.getTerminalId(),
          () ->
              HistoryPart.newBuilder()
                  .setStart(PRINTED_FROM)
                  .setOffset(Math.max(PRINTED_FROM, request.getOffset()))
                  .setGap(Math.max(0, PRINTED_FROM - request.getOffset()))
                  .setEnd(PRINTED_FROM + PRINTED.length())
                  .setIncarnation(7)
                  .setPreviousIncarnation(6)
                  .setPayload(ByteString.copyFromUtf8(PRINTED))
                  .build());
    }

    @Override
    public void search(SearchHistory request, StreamObserver<HistoryHits> caller) {
      answer(
          caller,
          request,
          request.getTerminalId(),
          () ->
              HistoryHits.newBuilder()
                  .addHits(HistoryHit.newBuilder().setOffset(PRINTED_FROM).setLine(PRINTED))
                  .setSearchedFrom(PRINTED_FROM)
                  .setStart(PRINTED_FROM)
                  .setIncarnation(7)
                  .build());
    }
  }

  private final class Recordings extends RecordingServiceImplBase {

    @Override
    public void start(StartRecording request, StreamObserver<Recording> caller) {
      String id = request.getTerminalId();
      answer(caller, request, id, () -> recording("r1", 1_000_000_000));
    }

    @Override
    public void stop(StopRecording request, StreamObserver<Recording> caller) {
      String id = request.getTerminalId();
      answer(caller, request, id, () -> recording("r1", 1_000_000_000));
    }

    @Override
    public void list(ListRecordings request, StreamObserver<RecordingList> caller) {
      answer(
          caller,
          request,
          request.getTerminalId(),
          () ->
              RecordingList.newBuilder()
                  .addRecordings(recording("r1", 1_000_000_000))
                  .addRecordings(recording("r2", 1_000_000_001))
                  .build());
    }

    @Override
    public void read(ReadRecording request, StreamObserver<RecordingPart> caller) {
      answer(
          caller,
          request,
          request.getRecordingId(),
          () ->
              RecordingPart.newBuilder()
                  .setOffset(request.getOffset())
                  .setPayload(
                      ByteString.copyFrom(
                          CAST,
                          (int) request.getOffset(),
                          (int) Math.min(request.getMaxBytes(), CAST.length - request.getOffset())))
                  .setSize(CAST.length)
                  .build());
    }

    @Override
    public void seek(SeekRecording request, StreamObserver<RecordingMoment> caller) {
      answer(
          caller,
          request,
          request.getRecordingId(),
          () -> RecordingMoment.newBuilder().setTimeMs(request.getTimeMs()).build());
    }

    @Override
    public void search(SearchRecordings request, StreamObserver<RecordingHits> caller) {
      answer(
          caller,
          request,
          request.getQuery(),
          () ->
              RecordingHits.newBuilder()
                  .addHits(hit("older", 1_000_000_000))
                  .addHits(hit("newer", 1_000_000_001))
                  .build());
    }

    private static RecordingHit hit(String line, long start) {
      return RecordingHit.newBuilder()
          .setRecording(recording("r1", start))
          .setTimeMs(7)
          .setLine(line)
          .build();
    }

    @Override
    public void delete(DeleteRecording request, StreamObserver<Done> caller) {
      answer(caller, request, request.getRecordingId(), Done::getDefaultInstance);
    }
  }

  /** A stream of frames, from the owner's side. */
  final class Attachment implements StreamObserver<Frame> {

    final String user;
    final ServerCallStreamObserver<Frame> out;
    final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    final CompletableFuture<@Nullable Void> cancelled = new CompletableFuture<>();
    private volatile boolean reading = true;
    private boolean opened;

    Attachment(ServerCallStreamObserver<Frame> out, String user) {
      this.out = out;
      this.user = user;
      out.disableAutoRequest();
      out.setOnCancelHandler(() -> cancelled.complete(null));
      out.request(1);
    }

    void stopReading() {
      reading = false;
    }

    void goOnReading() {
      reading = true;
      out.request(1);
    }

    void fail(Fault fault) {
      out.onError(Faults.toStatus(fault));
    }

    Frame next() throws InterruptedException {
      Frame next = received.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no frame came");
      }
      return next;
    }

    @Override
    public void onNext(Frame frame) {
      received.add(frame);
      if (!opened) {
        opened = true;
        String id = frame.getOpen().getTerminal().getTerminalId();
        try {
          failIfAsked(id);
          failIfMoved(id);
          attachments.add(this);
        } catch (RuntimeException failure) {
          out.onError(Faults.toStatus(failure));
          return;
        }
      }
      if (frame.hasClose()) {
        out.onCompleted();
      } else if (reading) {
        out.request(1);
      }
    }

    @Override
    public void onError(Throwable failure) {
      // The cancel handler hears of it too.
    }

    @Override
    public void onCompleted() {
      out.onCompleted();
    }
  }
}
