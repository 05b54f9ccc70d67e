package dev.devtail.terminal.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.CommandResult;
import dev.devtail.protocol.service.v1.DeleteFileRequest;
import dev.devtail.protocol.service.v1.FileContent;
import dev.devtail.protocol.service.v1.FileEntry;
import dev.devtail.protocol.service.v1.FileKind;
import dev.devtail.protocol.service.v1.FileList;
import dev.devtail.protocol.service.v1.FileVersion;
import dev.devtail.protocol.service.v1.ListFilesRequest;
import dev.devtail.protocol.service.v1.ReadFileRequest;
import dev.devtail.protocol.service.v1.RunCommandRequest;
import dev.devtail.protocol.service.v1.WorkspaceServiceGrpc;
import dev.devtail.protocol.service.v1.WorkspaceServiceGrpc.WorkspaceServiceBlockingStub;
import dev.devtail.protocol.service.v1.WriteFileRequest;
import dev.devtail.terminal.domain.ProgramResolver;
import dev.devtail.terminal.domain.SearchPath;
import dev.devtail.terminal.workspace.CommandRunner;
import dev.devtail.terminal.workspace.WorkspaceDirectories;
import dev.devtail.terminal.workspace.WorkspaceFiles;
import dev.devtail.terminal.workspace.WorkspaceTrees;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@EnabledOnOs(OS.LINUX)
class WorkspaceGrpcServiceTest {

  private static final String PATH = "/usr/bin:/bin";

  @TempDir Path workspace;

  private final IdentityTokens tokens =
      new IdentityTokens(new byte[IdentityTokens.MIN_KEY_BYTES], Clock.systemUTC());
  private final Scheduler threads =
      Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());
  private Server server;
  private ManagedChannel channel;
  private WorkspaceServiceBlockingStub ada;

  @BeforeEach
  void serve() throws IOException {
    WorkspaceDirectories directories = new WorkspaceDirectories(Path.of("/"));
    String name = UUID.randomUUID().toString();
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .intercept(new IdentityServerInterceptor(tokens))
            .addService(
                new WorkspaceGrpcService(
                    new WorkspaceFiles(directories, Clock.systemUTC()),
                    new WorkspaceTrees(directories, Clock.systemUTC()),
                    new CommandRunner(
                        directories,
                        new ProgramResolver(
                            Map.of("PATH", PATH), Set.of(), Path.of("/"), Path.of("/bin/sh")),
                        new SearchPath(PATH)),
                    Schedulers.boundedElastic(),
                    threads))
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).build();
    ada =
        WorkspaceServiceGrpc.newBlockingStub(channel)
            .withCallCredentials(new IdentityCredentials(tokens, Identity.user("ada")));
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
    threads.dispose();
  }

  private WriteFileRequest.Builder write(String path, String content) {
    return WriteFileRequest.newBuilder()
        .setWorkspace(workspace.toString())
        .setPath(path)
        .setContent(ByteString.copyFromUtf8(content));
  }

  private FileContent read(String path) {
    return ada.read(
        ReadFileRequest.newBuilder().setWorkspace(workspace.toString()).setPath(path).build());
  }

  private RunCommandRequest.Builder command(String... words) {
    return RunCommandRequest.newBuilder()
        .setWorkspace(workspace.toString())
        .addAllCommand(List.of(words));
  }

  private static Fault fault(ThrowingCallable refused) {
    return Faults.toFault(catchThrowable(refused));
  }

  @Test
  void aFileIsWrittenReadReplacedAndDeleted() {
    FileVersion first = ada.write(write("a/f", "one").build());
    assertThat(first.getSizeBytes()).isEqualTo(3);
    FileContent content = read("a/f");
    assertThat(content.getContent().toStringUtf8()).isEqualTo("one");
    assertThat(content.getHash()).isEqualTo(first.getHash()).hasSize(32);
    assertThat(content.getSizeBytes()).isEqualTo(3);

    assertThat(fault(() -> ada.write(write("a/f", "two").build())).code())
        .isEqualTo(FaultCode.CONFLICT);
    FileVersion second = ada.write(write("a/f", "two").setExpectedHash(first.getHash()).build());
    assertThat(read("a/f").getContent().toStringUtf8()).isEqualTo("two");

    DeleteFileRequest.Builder delete =
        DeleteFileRequest.newBuilder().setWorkspace(workspace.toString()).setPath("a/f");
    assertThat(
            fault(() -> ada.delete(delete.clone().setExpectedHash(first.getHash()).build())).code())
        .isEqualTo(FaultCode.CONFLICT);
    ada.delete(delete.clone().setExpectedHash(second.getHash()).build());
    assertThat(fault(() -> read("a/f")).code()).isEqualTo(FaultCode.NOT_FOUND);
  }

  @Test
  void aDirectoryIsListed() {
    ada.write(write("a/f", "one").build());
    FileList all =
        ada.list(
            ListFilesRequest.newBuilder()
                .setWorkspace(workspace.toString())
                .setRecursive(true)
                .build());
    assertThat(all.getEntriesList())
        .containsExactly(
            FileEntry.newBuilder().setPath("a").setKind(FileKind.FILE_KIND_DIRECTORY).build(),
            FileEntry.newBuilder()
                .setPath("a/f")
                .setKind(FileKind.FILE_KIND_REGULAR)
                .setSizeBytes(3)
                .build());
    assertThat(all.getTruncated()).isFalse();
  }

  @Test
  void whatBreaksARuleIsNamed() {
    assertThat(fault(() -> read("../x")).field()).isEqualTo("path");
    assertThat(fault(() -> read("")).field()).isEqualTo("path");
    assertThat(
            fault(
                    () ->
                        ada.write(
                            write("f", "x")
                                .setExpectedHash(ByteString.copyFromUtf8("short"))
                                .build()))
                .field())
        .isEqualTo("expected_hash");
    assertThat(fault(() -> ada.run(command().build())).field()).isEqualTo("command");
    assertThat(
            fault(
                    () ->
                        ada.list(
                            ListFilesRequest.newBuilder()
                                .setWorkspace(workspace + "/none")
                                .build()))
                .code())
        .isEqualTo(FaultCode.NOT_FOUND);
  }

  @Test
  void aCommandRunsToItsEndOrToItsTimeLimit() {
    CommandResult result =
        ada.run(
            command("sh", "-c", "cat; echo $GIVEN >&2; exit 4")
                .setStdin(ByteString.copyFromUtf8("in"))
                .putEnvironment("GIVEN", "yes")
                .build());
    assertThat(result.getExitCode()).isEqualTo(4);
    assertThat(result.getStdout().toStringUtf8()).isEqualTo("in");
    assertThat(result.getStderr().toStringUtf8()).isEqualTo("yes\n");
    assertThat(result.getTimeIsUp()).isFalse();

    CommandResult late = ada.run(command("sleep", "1000").setTimeLimitMs(100).build());
    assertThat(late.hasExitCode()).isFalse();
    assertThat(late.getTimeIsUp()).isTrue();
  }

  @Test
  void whoGoesAwayEndsTheCommand() throws Exception {
    Path pid = workspace.resolve("pid");
    Context.CancellableContext caller = Context.current().withCancellation();
    Thread call =
        Thread.startVirtualThread(
            caller.wrap(
                () -> {
                  try {
                    ada.run(command("sh", "-c", "echo $$ > p; mv p pid; sleep 1000").build());
                  } catch (io.grpc.StatusRuntimeException cancelled) {
                    // As it should be.
                  }
                }));
    await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(pid));
    long program = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(program)).isPresent();
    caller.cancel(null);
    call.join();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ProcessHandle.of(program).filter(ProcessHandle::isAlive).isEmpty());
  }
}
