package dev.devtail.router.role.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.PlaceChannels;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.CommandResult;
import dev.devtail.protocol.service.v1.DeleteFileRequest;
import dev.devtail.protocol.service.v1.FileEntry;
import dev.devtail.protocol.service.v1.FileKind;
import dev.devtail.protocol.service.v1.ListFilesRequest;
import dev.devtail.protocol.service.v1.ReadFileRequest;
import dev.devtail.protocol.service.v1.RunCommandRequest;
import dev.devtail.protocol.service.v1.WorkspaceServiceGrpc;
import dev.devtail.protocol.service.v1.WorkspaceServiceGrpc.WorkspaceServiceStub;
import dev.devtail.protocol.service.v1.WriteFileRequest;
import dev.devtail.router.role.RunSpec;
import dev.devtail.router.role.Workspace;
import io.grpc.Channel;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import reactor.core.publisher.Mono;

/** {@link Workspace} of a terminal-service, in the name of the run's user. */
public final class GrpcWorkspace implements Workspace {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** What the service has to end a command, beyond the command's own time. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private static final HexFormat HEX = HexFormat.of();

  private final WorkspaceServiceStub stub;
  private final IdentityCredentials credentials;
  private final String workspace;

  GrpcWorkspace(Channel place, IdentityTokens tokens, String user, String workspace) {
    this.stub = WorkspaceServiceGrpc.newStub(place);
    this.credentials = new IdentityCredentials(tokens, Identity.user(user));
    this.workspace = workspace;
  }

  public static GrpcWorkspace of(RunSpec run, PlaceChannels places, IdentityTokens tokens) {
    return new GrpcWorkspace(places.to(run.place()), tokens, run.user(), run.workspace());
  }

  private WorkspaceServiceStub within(Duration deadline) {
    return credentials.on(stub, deadline);
  }

  @Override
  public Mono<Listing> list(String path, boolean recursive, int limit) {
    ListFilesRequest request =
        ListFilesRequest.newBuilder()
            .setWorkspace(workspace)
            .setPath(path)
            .setRecursive(recursive)
            .setLimit(limit)
            .build();
    return Mono.defer(() -> ReactiveCalls.call(within(DEADLINE)::list, request))
        .map(
            list ->
                new Listing(
                    list.getEntriesList().stream().map(GrpcWorkspace::entry).toList(),
                    list.getTruncated()));
  }

  private static Entry entry(FileEntry entry) {
    return new Entry(
        entry.getPath(), entry.getKind() == FileKind.FILE_KIND_DIRECTORY, entry.getSizeBytes());
  }

  @Override
  public Mono<Content> read(String path) {
    ReadFileRequest request =
        ReadFileRequest.newBuilder()
            .setWorkspace(workspace)
            .setPath(path)
            .setMaxBytes(MAX_FILE_BYTES)
            .build();
    return Mono.defer(() -> ReactiveCalls.call(within(DEADLINE)::read, request))
        .map(
            file ->
                new Content(
                    file.getContent().toByteArray(), file.getSizeBytes(), hash(file.getHash())));
  }

  @Override
  public Mono<Hash> write(String path, byte[] content, Optional<Hash> expected) {
    WriteFileRequest request =
        WriteFileRequest.newBuilder()
            .setWorkspace(workspace)
            .setPath(path)
            .setContent(UnsafeByteOperations.unsafeWrap(content))
            .setExpectedHash(expected.map(GrpcWorkspace::bytes).orElse(ByteString.EMPTY))
            .build();
    return Mono.defer(() -> ReactiveCalls.call(within(DEADLINE)::write, request))
        .map(version -> hash(version.getHash()));
  }

  @Override
  public Mono<Void> delete(String path, Hash expected) {
    DeleteFileRequest request =
        DeleteFileRequest.newBuilder()
            .setWorkspace(workspace)
            .setPath(path)
            .setExpectedHash(bytes(expected))
            .build();
    return Mono.defer(() -> ReactiveCalls.call(within(DEADLINE)::delete, request)).then();
  }

  @Override
  public Mono<Outcome> run(List<String> command, byte[] stdin, Duration timeLimit) {
    RunCommandRequest request =
        RunCommandRequest.newBuilder()
            .setWorkspace(workspace)
            .addAllCommand(command)
            .setStdin(UnsafeByteOperations.unsafeWrap(stdin))
            .setTimeLimitMs((int) timeLimit.toMillis())
            .build();
    return Mono.defer(() -> ReactiveCalls.call(within(timeLimit.plus(GRACE))::run, request))
        .map(GrpcWorkspace::outcome);
  }

  private static Outcome outcome(CommandResult result) {
    return new Outcome(
        result.hasExitCode() ? OptionalInt.of(result.getExitCode()) : OptionalInt.empty(),
        result.getStdout().toStringUtf8(),
        result.getStderr().toStringUtf8());
  }

  private static Hash hash(ByteString bytes) {
    return new Hash(HEX.formatHex(bytes.toByteArray()));
  }

  private static ByteString bytes(Hash hash) {
    return UnsafeByteOperations.unsafeWrap(HEX.parseHex(hash.hex()));
  }
}
