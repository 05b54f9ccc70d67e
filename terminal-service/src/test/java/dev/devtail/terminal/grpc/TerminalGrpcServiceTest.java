package dev.devtail.terminal.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.devtail.kit.frame.FrameBytes;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ServiceChannels;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.protocol.service.v1.ListTerminalsRequest;
import dev.devtail.protocol.service.v1.StartTerminalRequest;
import dev.devtail.protocol.service.v1.TerminalServiceGrpc;
import dev.devtail.protocol.service.v1.TerminalServiceGrpc.TerminalServiceBlockingStub;
import dev.devtail.protocol.v1.Ack;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Credit;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Frame.KindCase;
import dev.devtail.protocol.v1.Open;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.Resume;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalControl;
import dev.devtail.protocol.v1.TerminalSpec;
import dev.devtail.protocol.v1.TerminalState;
import dev.devtail.terminal.compression.Compressors;
import dev.devtail.terminal.domain.ProgramResolver;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.TerminalJournal;
import dev.devtail.terminal.domain.TerminalLimits;
import dev.devtail.terminal.domain.Terminals;
import dev.devtail.terminal.pty.LinuxPtyHost;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service over both transports, with real programs and generated frames. */
@EnabledOnOs(OS.LINUX)
class TerminalGrpcServiceTest {

  private static final Size SIZE = Size.newBuilder().setColumns(80).setRows(24).build();

  private final IdentityTokens tokens =
      new IdentityTokens(new byte[IdentityTokens.MIN_KEY_BYTES], Clock.systemUTC());
  private final EventLoops loops = new EventLoops(2);
  private final Terminals terminals =
      new Terminals(
          new LinuxPtyHost(loops),
          new ProgramResolver(
              Map.of("PATH", "/usr/bin:/bin"), Set.of(), Path.of("/"), Path.of("/bin/sh")),
          new TerminalJournal() {
            @Override
            public void started(TerminalInfo terminal) {}

            @Override
            public void ended(TerminalInfo terminal) {}
          },
          command -> Thread.ofVirtual().start(command),
          Clock.systemUTC(),
          new Terminals.Limits(10, 20, Duration.ofHours(1), Duration.ofMinutes(5), 64 << 20),
          new TerminalLimits(
              524_288, 100, Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofMillis(300)));
  private final List<Runnable> cleanUp = new ArrayList<>();
  private final Compressors compressors = new Compressors();

  private ManagedChannel serve(String transport) throws Exception {
    String name = UUID.randomUUID().toString();
    boolean tcp = transport.equals("tcp");
    Server server =
        (tcp
                ? NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .bossEventLoopGroup(loops.group())
                    .workerEventLoopGroup(loops.group())
                    .channelType(loops.serverChannelType())
                : InProcessServerBuilder.forName(name))
            .directExecutor()
            .addService(
                ServerInterceptors.intercept(
                    new TerminalGrpcService(terminals, compressors),
                    new IdentityServerInterceptor(tokens)))
            .build()
            .start();
    ManagedChannel channel =
        new ServiceChannels(loops)
            .open(tcp ? "127.0.0.1:" + server.getPort() : "in-process:" + name);
    cleanUp.add(channel::shutdownNow);
    cleanUp.add(server::shutdownNow);
    return channel;
  }

  @AfterEach
  void stop() {
    terminals.endAll().join();
    cleanUp.forEach(Runnable::run);
    loops.close();
  }

  private IdentityCredentials as(String user) {
    return new IdentityCredentials(tokens, Identity.user(user));
  }

  private TerminalServiceBlockingStub calls(ManagedChannel channel, String user) {
    return TerminalServiceGrpc.newBlockingStub(channel).withCallCredentials(as(user));
  }

  private Terminal start(ManagedChannel channel, String script) {
    byte[] key = new byte[16];
    key[0] = (byte) terminals.all().size();
    return calls(channel, "ada")
        .start(
            StartTerminalRequest.newBuilder()
                .setSessionId("s")
                .setRequestKey(ByteString.copyFrom(key))
                .setSpec(
                    TerminalSpec.newBuilder()
                        .addCommand("sh")
                        .addCommand("-c")
                        .addCommand(script)
                        .setSize(SIZE))
                .build());
  }

  /** A viewer with the generated stub. */
  private static class Viewer implements StreamObserver<Frame> {
    final List<Frame> frames = new CopyOnWriteArrayList<>();
    volatile @Nullable Throwable failure;
    volatile boolean completed;

    @Override
    public void onNext(Frame frame) {
      frames.add(frame);
    }

    @Override
    public void onError(Throwable why) {
      failure = why;
    }

    @Override
    public void onCompleted() {
      completed = true;
    }

    List<Frame> of(KindCase kind) {
      return frames.stream().filter(frame -> frame.getKindCase() == kind).toList();
    }

    String output() {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      of(KindCase.DATA)
          .forEach(frame -> all.writeBytes(frame.getData().getPayload().toByteArray()));
      return all.toString(StandardCharsets.UTF_8);
    }

    void awaitFailure(ErrorCode code) {
      awaitFailure(code, "");
    }

    void awaitFailure(ErrorCode code, String what) {
      awaitThat(() -> failure != null);
      Throwable why = failure;
      Assertions.assertThat(why).isNotNull();
      Assertions.assertThat(Faults.toError(why).getCode())
          .as("%s answered by %s", what, why)
          .isEqualTo(code);
    }
  }

  private static void awaitThat(BooleanSupplier condition) {
    await().atMost(Duration.ofSeconds(30)).until(condition::getAsBoolean);
  }

  private StreamObserver<Frame> attach(ManagedChannel channel, String user, Viewer viewer) {
    return TerminalServiceGrpc.newStub(channel).withCallCredentials(as(user)).attach(viewer);
  }

  private static Frame open(Terminal terminal) {
    return Frame.newBuilder()
        .setChannel(3)
        .setOpen(
            Open.newBuilder()
                .setTerminal(
                    AttachTerminal.newBuilder()
                        .setTerminalId(terminal.getId())
                        .setViewerId(ByteString.copyFrom(new byte[16]))
                        .setEpoch(1)
                        .setSize(SIZE)
                        .setResume(Resume.newBuilder().setIncarnation(terminal.getIncarnation()))
                        .setWindowBytes(1 << 20)))
        .build();
  }

  private static Frame data(long offset, String text) {
    return Frame.newBuilder()
        .setChannel(3)
        .setData(Data.newBuilder().setOffset(offset).setPayload(ByteString.copyFromUtf8(text)))
        .build();
  }

  private static Frame control(TerminalControl.Builder control) {
    return Frame.newBuilder().setChannel(3).setControl(control).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "in-process"})
  void aViewerTypesAndSees(String transport) throws Exception {
    ManagedChannel channel = serve(transport);
    Terminal terminal = start(channel, "stty -echo; echo ready; read x; echo got $x; exit 5");
    Viewer viewer = new Viewer();
    StreamObserver<Frame> toTerminal = attach(channel, "ada", viewer);
    toTerminal.onNext(open(terminal));
    awaitThat(() -> viewer.output().contains("ready"));
    assertThat(viewer.frames.getFirst().getOpened().getResumed()).isTrue();
    assertThat(viewer.frames).allMatch(frame -> frame.getChannel() == 3);
    // One by the general parser's way: an unknown field in front.
    toTerminal.onNext(data(0, "hel"));
    toTerminal.onNext(
        data(3, "lo\n").toBuilder()
            .setUnknownFields(
                com.google.protobuf.UnknownFieldSet.newBuilder()
                    .addField(
                        1000,
                        com.google.protobuf.UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build())
            .build());
    awaitThat(() -> viewer.output().contains("got hello"));
    awaitThat(() -> !viewer.of(KindCase.EXITED).isEmpty());
    assertThat(viewer.of(KindCase.EXITED).getLast().getExited().getStatus().getCode()).isEqualTo(5);
    toTerminal.onNext(
        Frame.newBuilder().setChannel(3).setClose(Close.getDefaultInstance()).build());
    awaitThat(() -> viewer.completed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "in-process"})
  void muchOutputComesInOrderWithAcksAndCredit(String transport) throws Exception {
    ManagedChannel channel = serve(transport);
    Terminal terminal = start(channel, "stty -opost; seq 1 200000");
    AtomicReference<@Nullable StreamObserver<Frame>> toTerminal = new AtomicReference<>();
    Viewer viewer =
        new Viewer() {
          private long have;

          @Override
          public void onNext(Frame frame) {
            super.onNext(frame);
            if (frame.hasData()) {
              assertThat(frame.getData().getOffset()).isEqualTo(have);
              have += frame.getData().getPayload().size();
              StreamObserver<Frame> back = Objects.requireNonNull(toTerminal.get());
              back.onNext(
                  Frame.newBuilder()
                      .setChannel(3)
                      .setAck(Ack.newBuilder().setOffset(have))
                      .build());
              back.onNext(
                  Frame.newBuilder()
                      .setChannel(3)
                      .setCredit(Credit.newBuilder().setLimit(have + (1 << 20)))
                      .build());
            }
          }
        };
    StreamObserver<Frame> stream = attach(channel, "ada", viewer);
    toTerminal.set(stream);
    stream.onNext(open(terminal));
    awaitThat(
        () ->
            viewer.of(KindCase.EXITED).stream().anyMatch(frame -> !frame.getExited().getDraining())
                || viewer.failure != null);
    assertThat(viewer.failure).isNull();
    String[] lines = viewer.output().split("\n", -1);
    assertThat(lines).hasSize(200_001);
    for (int i = 0; i < 200_000; i += 997) {
      assertThat(lines[i]).isEqualTo(Integer.toString(i + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "in-process"})
  void inputPastTheWindowIsCreditedAndAcknowledged(String transport) throws Exception {
    ManagedChannel channel = serve(transport);
    Terminal terminal = start(channel, "stty raw -echo; printf ready; exec cat > /dev/null");
    Viewer viewer = new Viewer();
    StreamObserver<Frame> toTerminal = attach(channel, "ada", viewer);
    toTerminal.onNext(open(terminal));
    awaitThat(() -> viewer.output().contains("ready"));
    toTerminal.onNext(data(0, "x".repeat(40_000)));
    awaitThat(() -> !viewer.of(KindCase.CREDIT).isEmpty());
    awaitThat(() -> !viewer.of(KindCase.ACK).isEmpty());
    assertThat(viewer.of(KindCase.ACK).getLast().getAck().getOffset()).isEqualTo(40_000);
    toTerminal.onNext(
        control(TerminalControl.newBuilder().setResize(SIZE.toBuilder().setColumns(99))));
    toTerminal.onNext(control(TerminalControl.newBuilder().setSignal(Signal.SIGNAL_KILL)));
    awaitThat(() -> !viewer.of(KindCase.EXITED).isEmpty());
    assertThat(viewer.of(KindCase.EXITED).getFirst().getExited().getStatus().getSignal())
        .isEqualTo(9);
    toTerminal.onCompleted();
    awaitThat(() -> viewer.completed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "in-process"})
  void whatCannotBeTakenEndsTheChannel(String transport) throws Exception {
    ManagedChannel channel = serve(transport);
    Terminal terminal = start(channel, "sleep 1000");
    Map<Frame, ErrorCode> wrong =
        Map.of(
            Frame.newBuilder().setChannel(3).setPing(Ping.getDefaultInstance()).build(),
            ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION,
            Frame.newBuilder().setChannel(3).build(),
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
            open(terminal),
            ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION,
            control(TerminalControl.newBuilder()),
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
            control(TerminalControl.newBuilder().setResize(Size.getDefaultInstance())),
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
            data(0, "x".repeat(70_000)),
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
            data(7, "gap"),
            ErrorCode.ERROR_CODE_OFFSET_OUT_OF_RANGE,
            Frame.newBuilder().setChannel(3).setAck(Ack.newBuilder().setOffset(9_999)).build(),
            ErrorCode.ERROR_CODE_OFFSET_OUT_OF_RANGE);
    int epoch = 1;
    for (Map.Entry<Frame, ErrorCode> entry : wrong.entrySet()) {
      Viewer viewer = new Viewer();
      StreamObserver<Frame> toTerminal = attach(channel, "ada", viewer);
      Frame.Builder open = open(terminal).toBuilder();
      open.getOpenBuilder().getTerminalBuilder().setEpoch(epoch++);
      toTerminal.onNext(open.build());
      toTerminal.onNext(entry.getKey());
      viewer.awaitFailure(entry.getValue(), entry.getKey().getKindCase().name());
    }
    awaitThat(() -> terminals.all().iterator().next().viewers() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "in-process"})
  void bytesThatAreNoFrameAreAViolation(String transport) throws Exception {
    ManagedChannel channel = serve(transport);
    Terminal terminal = start(channel, "sleep 1000");
    for (boolean opened : new boolean[] {false, true}) {
      List<Throwable> failures = new CopyOnWriteArrayList<>();
      StreamObserver<byte[]> bytes =
          ClientCalls.asyncBidiStreamingCall(
              channel.newCall(
                  FrameBytes.method(TerminalServiceGrpc.getAttachMethod()),
                  CallOptions.DEFAULT.withCallCredentials(as("ada"))),
              new StreamObserver<byte[]>() {
                @Override
                public void onNext(byte[] frame) {}

                @Override
                public void onError(Throwable why) {
                  failures.add(why);
                }

                @Override
                public void onCompleted() {}
              });
      if (opened) {
        bytes.onNext(open(terminal).toByteArray());
      }
      bytes.onNext(new byte[] {(byte) 0xFF, 1, 2});
      awaitThat(() -> !failures.isEmpty());
      assertThat(Faults.toError(failures.getFirst()).getCode())
          .isEqualTo(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "in-process"})
  void onlyOnesOwnTerminalIsThere(String transport) throws Exception {
    ManagedChannel channel = serve(transport);
    Terminal terminal = start(channel, "sleep 1000");
    Viewer eve = new Viewer();
    attach(channel, "eve", eve).onNext(open(terminal));
    eve.awaitFailure(ErrorCode.ERROR_CODE_NOT_FOUND);
    Viewer nobody = new Viewer();
    TerminalServiceGrpc.newStub(channel).attach(nobody);
    nobody.awaitFailure(ErrorCode.ERROR_CODE_UNAUTHENTICATED);
    Viewer first = new Viewer();
    attach(channel, "ada", first).onNext(data(0, "x"));
    first.awaitFailure(ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
    assertThat(
            calls(channel, "eve")
                .list(ListTerminalsRequest.getDefaultInstance())
                .getTerminalsCount())
        .isZero();
    SignalTerminal kill =
        SignalTerminal.newBuilder()
            .setTerminalId(terminal.getId())
            .setSignal(Signal.SIGNAL_KILL)
            .build();
    EndTerminal end = EndTerminal.newBuilder().setTerminalId(terminal.getId()).build();
    Assertions.assertThatThrownBy(() -> calls(channel, "eve").signal(kill))
        .satisfies(
            why ->
                assertThat(Faults.toError(why).getCode())
                    .isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND));
    Assertions.assertThatThrownBy(() -> calls(channel, "eve").end(end))
        .satisfies(
            why ->
                assertThat(Faults.toError(why).getCode())
                    .isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND));
    for (Signal signal : List.of(Signal.SIGNAL_HUP, Signal.SIGNAL_INT, Signal.SIGNAL_TERM)) {
      calls(channel, "ada").signal(kill.toBuilder().setSignal(signal).build());
    }
    calls(channel, "ada").end(end);
    awaitThat(
        () ->
            calls(channel, "ada")
                    .list(ListTerminalsRequest.getDefaultInstance())
                    .getTerminals(0)
                    .getState()
                == TerminalState.TERMINAL_STATE_ENDED);
  }
}
