package dev.devtail.terminal.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.protocol.service.v1.RecordingServiceGrpc;
import dev.devtail.protocol.service.v1.RecordingServiceGrpc.RecordingServiceBlockingStub;
import dev.devtail.protocol.v1.DeleteRecording;
import dev.devtail.protocol.v1.ListRecordings;
import dev.devtail.protocol.v1.ReadRecording;
import dev.devtail.protocol.v1.Recording;
import dev.devtail.protocol.v1.RecordingHit;
import dev.devtail.protocol.v1.RecordingMoment;
import dev.devtail.protocol.v1.SearchRecordings;
import dev.devtail.protocol.v1.SeekRecording;
import dev.devtail.protocol.v1.StartRecording;
import dev.devtail.protocol.v1.StopRecording;
import dev.devtail.terminal.domain.ProgramResolver;
import dev.devtail.terminal.domain.RequestKey;
import dev.devtail.terminal.domain.StartRequest;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.TerminalJournal;
import dev.devtail.terminal.domain.TerminalLimits;
import dev.devtail.terminal.domain.Terminals;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.pty.LinuxPtyHost;
import dev.devtail.terminal.recording.RecordingFiles;
import dev.devtail.terminal.recording.Recordings;
import dev.devtail.terminal.search.LuceneIndex;
import dev.devtail.terminal.testing.SilentJournal;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** The service with a real program, a real disk and the real index. */
@EnabledOnOs(OS.LINUX)
class RecordingGrpcServiceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;

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

  private Recordings recordings;
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void serve() throws IOException {
    RecordingFiles files = new RecordingFiles(directory);
    recordings =
        new Recordings(
            files,
            () -> LuceneIndex.open(files.indexDirectory()),
            Map.of(),
            new SilentJournal(),
            Clock.systemUTC(),
            new Recordings.Retention(Duration.ofDays(1), 1L << 30));
    recordings.open();
    String name = UUID.randomUUID().toString();
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .intercept(new IdentityServerInterceptor(tokens))
            .addService(
                new RecordingGrpcService(terminals, recordings, Schedulers.boundedElastic()))
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  @AfterEach
  void stop() {
    terminals.endAll().join();
    channel.shutdownNow();
    server.shutdownNow();
    recordings.close();
    loops.close();
  }

  private RecordingServiceBlockingStub as(String user) {
    return RecordingServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(new IdentityCredentials(tokens, Identity.user(user)));
  }

  private String terminal(String... command) {
    return terminals
        .start(
            new StartRequest(
                "ada",
                "s1",
                new RequestKey(1, 1),
                "/",
                List.of(command),
                "",
                Map.of(),
                "build",
                new WindowSize(80, 24)))
        .join()
        .id()
        .value();
  }

  private static void assertFault(FaultCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .satisfies(thrown -> assertThat(Faults.toFault(thrown).code()).isEqualTo(code));
  }

  @Test
  void terminalIsRecordedFoundReadAndDeleted() {
    RecordingServiceBlockingStub ada = as("ada");
    String id = terminal("sh", "-c", "echo the needle; sleep 300");
    StartRecording start = StartRecording.newBuilder().setTerminalId(id).build();
    Recording running = ada.start(start);
    assertThat(running.getRunning()).isTrue();
    assertThat(running.getName()).isEqualTo("build");
    assertThat(ada.start(start).getId()).isEqualTo(running.getId());
    SearchRecordings search = SearchRecordings.newBuilder().setQuery("needl").build();
    Awaitility.await().atMost(PATIENCE).until(() -> ada.search(search).getHitsCount() == 1);
    Recording ended = ada.stop(StopRecording.newBuilder().setTerminalId(id).build());
    assertThat(ended.getRunning()).isFalse();
    assertThat(ada.list(ListRecordings.getDefaultInstance()).getRecordingsList())
        .containsExactly(ended);
    assertThat(ada.search(search).getHitsList())
        .extracting(RecordingHit::getLine)
        .containsExactly("the needle");
    ReadRecording read = ReadRecording.newBuilder().setRecordingId(ended.getId()).build();
    assertThat(ada.read(read).getPayload().toStringUtf8()).contains("the needle").endsWith("]\n");
    assertThat(ada.read(read).getSize()).isEqualTo(ended.getSizeBytes());
    RecordingMoment moment =
        ada.seek(SeekRecording.newBuilder().setRecordingId(ended.getId()).setTimeMs(-1).build());
    assertThat(moment.getScreen().toStringUtf8()).contains("the needle");
    assertThat(moment.getOffset()).isEqualTo(ended.getSizeBytes());
    DeleteRecording delete = DeleteRecording.newBuilder().setRecordingId(ended.getId()).build();
    ada.delete(delete);
    assertFault(FaultCode.NOT_FOUND, () -> ada.delete(delete));
    assertFault(
        FaultCode.NOT_FOUND, () -> ada.stop(StopRecording.newBuilder().setTerminalId(id).build()));
  }

  @Test
  void anotherUsersRecordingsDoNotExist() {
    String id = terminal("sh", "-c", "echo the needle; sleep 300");
    String recording =
        as("ada").start(StartRecording.newBuilder().setTerminalId(id).build()).getId();
    RecordingServiceBlockingStub eve = as("eve");
    assertFault(
        FaultCode.NOT_FOUND,
        () -> eve.start(StartRecording.newBuilder().setTerminalId(id).build()));
    assertFault(
        FaultCode.NOT_FOUND, () -> eve.stop(StopRecording.newBuilder().setTerminalId(id).build()));
    assertFault(
        FaultCode.NOT_FOUND,
        () -> eve.read(ReadRecording.newBuilder().setRecordingId(recording).build()));
    assertFault(
        FaultCode.NOT_FOUND,
        () -> eve.seek(SeekRecording.newBuilder().setRecordingId(recording).build()));
    assertFault(
        FaultCode.NOT_FOUND,
        () -> eve.delete(DeleteRecording.newBuilder().setRecordingId(recording).build()));
    assertThat(eve.list(ListRecordings.getDefaultInstance()).getRecordingsCount()).isZero();
    assertThat(eve.search(SearchRecordings.newBuilder().setQuery("needle").build()).getHitsCount())
        .isZero();
  }

  @Test
  void fieldsKeepTheirRules() {
    assertFault(
        FaultCode.INVALID_ARGUMENT, () -> as("ada").search(SearchRecordings.getDefaultInstance()));
    assertFault(
        FaultCode.INVALID_ARGUMENT,
        () -> as("ada").search(SearchRecordings.newBuilder().setQuery("+").build()));
    assertFault(
        FaultCode.INVALID_ARGUMENT,
        () -> as("ada").read(ReadRecording.newBuilder().setRecordingId("../x").build()));
  }
}
