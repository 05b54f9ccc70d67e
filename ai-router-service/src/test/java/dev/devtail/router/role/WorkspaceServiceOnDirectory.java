package dev.devtail.router.role;

import com.google.protobuf.ByteString;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
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
import dev.devtail.protocol.service.v1.WorkspaceServiceGrpc.WorkspaceServiceImplBase;
import dev.devtail.protocol.service.v1.WriteFileRequest;
import dev.devtail.protocol.v1.Done;
import dev.devtail.router.role.Workspace.Hash;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** terminal-service's side of workspaces, as far as runs need it, for tests. */
public final class WorkspaceServiceOnDirectory extends WorkspaceServiceImplBase {

  private static final HexFormat HEX = HexFormat.of();

  /** Who has asked. */
  public final List<String> users = new CopyOnWriteArrayList<>();

  private <R> void answer(
      StreamObserver<R> caller, String workspace, Function<Workspace, Mono<R>> work) {
    ReactiveCalls.answer(
        caller,
        () -> {
          users.add(IdentityServerInterceptor.current().user());
          return work.apply(new DirectoryWorkspace(Path.of(workspace)))
              .subscribeOn(Schedulers.boundedElastic());
        });
  }

  @Override
  public void list(ListFilesRequest request, StreamObserver<FileList> caller) {
    answer(
        caller,
        request.getWorkspace(),
        workspace ->
            workspace
                .list(request.getPath(), request.getRecursive(), request.getLimit())
                .map(
                    listing ->
                        FileList.newBuilder()
                            .addAllEntries(
                                listing.entries().stream()
                                    .map(WorkspaceServiceOnDirectory::entry)
                                    .toList())
                            .setTruncated(listing.truncated())
                            .build()));
  }

  private static FileEntry entry(Workspace.Entry entry) {
    return FileEntry.newBuilder()
        .setPath(entry.path())
        .setKind(entry.directory() ? FileKind.FILE_KIND_DIRECTORY : FileKind.FILE_KIND_REGULAR)
        .setSizeBytes(entry.bytes())
        .build();
  }

  @Override
  public void read(ReadFileRequest request, StreamObserver<FileContent> caller) {
    answer(
        caller,
        request.getWorkspace(),
        workspace ->
            workspace
                .read(request.getPath())
                .map(
                    file ->
                        FileContent.newBuilder()
                            .setContent(ByteString.copyFrom(file.bytes()))
                            .setSizeBytes(file.size())
                            .setHash(bytes(file.hash()))
                            .build()));
  }

  @Override
  public void write(WriteFileRequest request, StreamObserver<FileVersion> caller) {
    answer(
        caller,
        request.getWorkspace(),
        workspace ->
            workspace
                .write(
                    request.getPath(),
                    request.getContent().toByteArray(),
                    request.getExpectedHash().isEmpty()
                        ? Optional.empty()
                        : Optional.of(hash(request.getExpectedHash())))
                .map(hash -> FileVersion.newBuilder().setHash(bytes(hash)).build()));
  }

  @Override
  public void delete(DeleteFileRequest request, StreamObserver<Done> caller) {
    answer(
        caller,
        request.getWorkspace(),
        workspace ->
            workspace
                .delete(request.getPath(), hash(request.getExpectedHash()))
                .thenReturn(Done.getDefaultInstance()));
  }

  @Override
  public void run(RunCommandRequest request, StreamObserver<CommandResult> caller) {
    answer(
        caller,
        request.getWorkspace(),
        workspace ->
            workspace
                .run(
                    request.getCommandList(),
                    request.getStdin().toByteArray(),
                    Duration.ofMillis(request.getTimeLimitMs()))
                .map(WorkspaceServiceOnDirectory::result));
  }

  private static CommandResult result(Workspace.Outcome outcome) {
    CommandResult.Builder result =
        CommandResult.newBuilder()
            .setStdout(ByteString.copyFromUtf8(outcome.stdout()))
            .setStderr(ByteString.copyFromUtf8(outcome.stderr()))
            .setTimeIsUp(outcome.exitCode().isEmpty());
    outcome.exitCode().ifPresent(result::setExitCode);
    return result.build();
  }

  private static Hash hash(ByteString bytes) {
    return new Hash(HEX.formatHex(bytes.toByteArray()));
  }

  private static ByteString bytes(Hash hash) {
    return ByteString.copyFrom(HEX.parseHex(hash.hex()));
  }
}
