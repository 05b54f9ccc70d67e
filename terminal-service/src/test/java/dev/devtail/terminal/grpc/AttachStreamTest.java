package dev.devtail.terminal.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.devtail.kit.frame.DataFrame;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.Compression;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Open;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.Size;
import dev.devtail.terminal.compression.Compressors;
import dev.devtail.terminal.domain.ProgramResolver;
import dev.devtail.terminal.domain.RequestKey;
import dev.devtail.terminal.domain.StartRequest;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.TerminalJournal;
import dev.devtail.terminal.domain.TerminalLimits;
import dev.devtail.terminal.domain.TerminalLoop;
import dev.devtail.terminal.domain.Terminals;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.testing.FakeHost;
import io.grpc.stub.ServerCallStreamObserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream itself, its call played by the test, on a loop with a thread of its own. */
class AttachStreamTest {

  private static final class ThreadLoop implements TerminalLoop {
    final ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    final Thread thread = CompletableFuture.supplyAsync(Thread::currentThread, executor).join();

    @Override
    public boolean inLoop() {
      return Thread.currentThread().equals(thread);
    }

    @Override
    public void execute(Runnable task) {
      executor.execute(task);
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      var scheduled = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    }
  }

  private static final class FakeCall extends ServerCallStreamObserver<byte[]> {
    final List<byte[]> sent = new CopyOnWriteArrayList<>();
    volatile @Nullable Throwable failure;
    volatile boolean completed;
    volatile boolean cancelled;
    volatile boolean ready = true;
    @Nullable Runnable onReady;
    @Nullable Runnable onCancel;

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
      onCancel = handler;
    }

    @Override
    public void setCompression(String compression) {}

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
      onReady = handler;
    }

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void disableAutoRequest() {}

    @Override
    public void onNext(byte[] value) {
      sent.add(value);
    }

    @Override
    public void onError(Throwable why) {
      failure = why;
    }

    @Override
    public void onCompleted() {
      completed = true;
    }

    @Nullable ErrorCode code() {
      Throwable why = failure;
      return why == null ? null : Faults.toError(why).getCode();
    }
  }

  private static final Size SIZE = Size.newBuilder().setColumns(80).setRows(24).build();

  private final ThreadLoop loop = new ThreadLoop();
  private final FakeHost host = new FakeHost(loop);
  private final Terminals terminals =
      new Terminals(
          host,
          new ProgramResolver(Map.of(), Set.of(), Path.of("/"), Path.of("/bin/sh")),
          new TerminalJournal() {
            @Override
            public void started(TerminalInfo terminal) {}

            @Override
            public void ended(TerminalInfo terminal) {}
          },
          Runnable::run,
          Clock.systemUTC(),
          new Terminals.Limits(10, 10, Duration.ofHours(1), Duration.ofHours(1), 64 << 20),
          new TerminalLimits(
              65_536, 100, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)));
  private final FakeCall call = new FakeCall();
  private final Compressors compressors = new Compressors();
  private final AttachStream stream =
      new AttachStream(
          terminals,
          "ada",
          new FrameEncoder(compressors, Compression.COMPRESSION_DEFLATE),
          0,
          call);
  private String id = "";

  @BeforeEach
  void start() {
    id =
        terminals
            .start(
                new StartRequest(
                    "ada",
                    "s",
                    new RequestKey(1, 1),
                    "",
                    List.of(),
                    "",
                    Map.of(),
                    "",
                    new WindowSize(80, 24)))
            .orTimeout(30, TimeUnit.SECONDS)
            .join()
            .id()
            .value();
  }

  @AfterEach
  void stop() {
    loop.executor.shutdownNow();
  }

  private byte[] open() {
    return open(false);
  }

  private byte[] open(boolean compress) {
    return Frame.newBuilder()
        .setChannel(5)
        .setOpen(
            Open.newBuilder()
                .setTerminal(
                    AttachTerminal.newBuilder()
                        .setTerminalId(id)
                        .setViewerId(ByteString.copyFrom(new byte[16]))
                        .setEpoch(1)
                        .setSize(SIZE)
                        .setWindowBytes(65_536)
                        .setCompress(compress)))
        .build()
        .toByteArray();
  }

  private void settle() {
    CompletableFuture.runAsync(() -> {}, loop.executor).join();
  }

  private int viewers() {
    settle();
    return terminals.all().iterator().next().viewers();
  }

  /**
   * An in-process call delivers on the sender's thread or on the loop's own: what comes on the loop
   * must not overtake what another thread brought before.
   */
  @Test
  void framesFromChangingThreadsKeepTheirOrder() {
    stream.onNext(open());
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      byte[] frame = DataFrame.encode(5, i, 0, new byte[] {(byte) (i * 31)}, 0, 1);
      if (i % 7 < 3) {
        CompletableFuture.runAsync(() -> stream.onNext(frame), loop.executor).join();
      } else {
        stream.onNext(frame);
      }
    }
    settle();
    assertThat(call.failure).isNull();
    byte[] expected = new byte[count];
    for (int i = 0; i < count; i++) {
      expected[i] = (byte) (i * 31);
    }
    assertThat(host.spawned.getFirst().input.toByteArray()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void outputIsCompressedForWhoAskedForIt(boolean asked) throws Exception {
    stream.onNext(open(asked));
    settle();
    call.sent.clear();
    byte[] line = "the same again and again, ".repeat(40).getBytes(StandardCharsets.US_ASCII);
    loop.run(() -> host.spawned.getFirst().print(line));
    settle();
    Data data = Frame.parseFrom(call.sent.getFirst()).getData();
    assertThat(data.getUnpackedBytes()).isEqualTo(asked ? line.length : 0);
    assertThat(data.getPayload().size() < line.length / 4).isEqualTo(asked);
  }

  @Test
  void inputIsNeverCompressed() {
    stream.onNext(open(true));
    Data packed =
        Data.newBuilder().setPayload(ByteString.copyFromUtf8("x")).setUnpackedBytes(5).build();
    stream.onNext(Frame.newBuilder().setChannel(5).setData(packed).build().toByteArray());
    settle();
    assertThat(call.code()).isEqualTo(ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
  }

  @Test
  void whatFollowsARefusedOpenOpensNothing() {
    stream.onNext(Frame.newBuilder().setPing(Ping.getDefaultInstance()).build().toByteArray());
    assertThat(call.code()).isEqualTo(ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
    stream.onNext(open());
    assertThat(viewers()).isZero();
    assertThat(call.sent).isEmpty();
  }

  @Test
  void aCancelledCallLeavesTheTerminal() {
    stream.onNext(open());
    assertThat(viewers()).isEqualTo(1);
    call.cancelled = true;
    Runnable cancel = call.onCancel;
    assertThat(cancel).isNotNull();
    cancel.run();
    assertThat(viewers()).isZero();
    assertThat(call.completed).isFalse();
  }

  @Test
  void aFailedCallLeavesTheTerminal() {
    stream.onNext(open());
    stream.onError(new IllegalStateException("cut"));
    assertThat(viewers()).isZero();
  }

  @Test
  void aHalfClosedCallIsCompleted() {
    stream.onNext(open());
    stream.onCompleted();
    assertThat(viewers()).isZero();
    assertThat(call.completed).isTrue();
  }

  @Test
  void aCallThatIsClosedBeforeItOpenedIsCompleted() {
    stream.onCompleted();
    assertThat(call.completed).isTrue();
  }

  @Test
  void outputWaitsUntilTheCallIsReady() {
    call.ready = false;
    stream.onNext(open());
    settle();
    CompletableFuture.runAsync(
            () -> host.spawned.getFirst().print(new byte[] {'a', 'b'}), loop.executor)
        .join();
    int before = call.sent.size();
    call.ready = true;
    Runnable ready = call.onReady;
    assertThat(ready).isNotNull();
    ready.run();
    await().until(() -> call.sent.size() == before + 1);
    DataFrame data = DataFrame.read(call.sent.getLast());
    assertThat(data).isNotNull();
    assertThat(data.length()).isEqualTo(2);
  }
}
