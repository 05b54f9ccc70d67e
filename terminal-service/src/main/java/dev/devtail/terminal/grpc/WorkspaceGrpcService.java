package dev.devtail.terminal.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.kit.workspace.FileHash;
import dev.devtail.kit.workspace.FileKind;
import dev.devtail.protocol.service.v1.CommandResult;
import dev.devtail.protocol.service.v1.DeleteFileRequest;
import dev.devtail.protocol.service.v1.FetchFilesRequest;
import dev.devtail.protocol.service.v1.FetchedPart;
import dev.devtail.protocol.service.v1.FileContent;
import dev.devtail.protocol.service.v1.FileList;
import dev.devtail.protocol.service.v1.HistoryPart;
import dev.devtail.protocol.service.v1.ListFilesRequest;
import dev.devtail.protocol.service.v1.ManifestPart;
import dev.devtail.protocol.service.v1.ReadFileRequest;
import dev.devtail.protocol.service.v1.ReadHistoryRequest;
import dev.devtail.protocol.service.v1.RunCommandRequest;
import dev.devtail.protocol.service.v1.ScanFilesRequest;
import dev.devtail.protocol.service.v1.WatchFilesRequest;
import dev.devtail.protocol.service.v1.WorkspaceChange;
import dev.devtail.protocol.service.v1.WorkspaceServiceGrpc.WorkspaceServiceImplBase;
import dev.devtail.protocol.service.v1.WriteFileRequest;
import dev.devtail.protocol.v1.Done;
import dev.devtail.terminal.workspace.Command;
import dev.devtail.terminal.workspace.CommandOutcome;
import dev.devtail.terminal.workspace.CommandRunner;
import dev.devtail.terminal.workspace.FileEntry;
import dev.devtail.terminal.workspace.FileListing;
import dev.devtail.terminal.workspace.FilePart;
import dev.devtail.terminal.workspace.FileVersion;
import dev.devtail.terminal.workspace.WorkspaceFiles;
import dev.devtail.terminal.workspace.WorkspaceTrees;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The files of workspaces over gRPC, and commands that run in them. */
public final class WorkspaceGrpcService extends WorkspaceServiceImplBase {

  private final WorkspaceFiles files;
  private final WorkspaceTrees trees;
  private final CommandRunner commands;
  private final FileReading disk;
  private final Scheduler waiting;

  /**
   * @param disk runs what reads and writes files
   * @param waiting runs what waits for programs, for an hour if need be
   */
  public WorkspaceGrpcService(
      WorkspaceFiles files,
      WorkspaceTrees trees,
      CommandRunner commands,
      Scheduler disk,
      Scheduler waiting) {
    this.files = files;
    this.trees = trees;
    this.commands = commands;
    this.disk = new FileReading(disk, "files");
    this.waiting = waiting;
  }

  @Override
  public void list(ListFilesRequest request, StreamObserver<FileList> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          int limit = request.getLimit() == 0 ? WorkspaceFiles.DEFAULT_ENTRIES : request.getLimit();
          return disk.read(
              () ->
                  message(
                      files.list(
                          request.getWorkspace(),
                          request.getPath(),
                          request.getRecursive(),
                          limit)));
        });
  }

  private static FileList message(FileListing listing) {
    FileList.Builder list = FileList.newBuilder().setTruncated(listing.truncated());
    for (FileEntry entry : listing.entries()) {
      list.addEntries(
          dev.devtail.protocol.service.v1.FileEntry.newBuilder()
              .setPath(entry.path())
              .setKind(message(entry.kind()))
              .setSizeBytes(entry.sizeBytes()));
    }
    return list.build();
  }

  private static dev.devtail.protocol.service.v1.FileKind message(FileKind kind) {
    return switch (kind) {
      case REGULAR -> dev.devtail.protocol.service.v1.FileKind.FILE_KIND_REGULAR;
      case DIRECTORY -> dev.devtail.protocol.service.v1.FileKind.FILE_KIND_DIRECTORY;
      case SYMBOLIC_LINK -> dev.devtail.protocol.service.v1.FileKind.FILE_KIND_SYMBOLIC_LINK;
      case OTHER -> dev.devtail.protocol.service.v1.FileKind.FILE_KIND_OTHER;
    };
  }

  @Override
  public void read(ReadFileRequest request, StreamObserver<FileContent> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          // An offset is unsigned on the wire: one that is negative here is beyond any end.
          long offset = request.getOffset() < 0 ? Long.MAX_VALUE : request.getOffset();
          int wanted =
              request.getMaxBytes() == 0 ? WorkspaceFiles.MAX_PART_BYTES : request.getMaxBytes();
          return disk.read(
              () -> message(files.read(request.getWorkspace(), request.getPath(), offset, wanted)));
        });
  }

  private static FileContent message(FilePart part) {
    return FileContent.newBuilder()
        .setContent(UnsafeByteOperations.unsafeWrap(part.content()))
        .setSizeBytes(part.whole().sizeBytes())
        .setHash(message(part.whole().hash()))
        .build();
  }

  private static ByteString message(FileHash hash) {
    return UnsafeByteOperations.unsafeWrap(hash.bytes());
  }

  @Override
  public void write(
      WriteFileRequest request,
      StreamObserver<dev.devtail.protocol.service.v1.FileVersion> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          FileHash expected =
              request.getExpectedHash().isEmpty()
                  ? null
                  : FileHash.of(request.getExpectedHash().toByteArray());
          return disk.read(
              () ->
                  message(
                      files.write(
                          request.getWorkspace(),
                          request.getPath(),
                          request.getContent().toByteArray(),
                          expected)));
        });
  }

  private static dev.devtail.protocol.service.v1.FileVersion message(FileVersion version) {
    return dev.devtail.protocol.service.v1.FileVersion.newBuilder()
        .setHash(message(version.hash()))
        .setSizeBytes(version.sizeBytes())
        .build();
  }

  @Override
  public void delete(DeleteFileRequest request, StreamObserver<Done> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          FileHash expected = FileHash.of(request.getExpectedHash().toByteArray());
          return disk.read(
              () -> {
                files.delete(request.getWorkspace(), request.getPath(), expected);
                return Done.getDefaultInstance();
              });
        });
  }

  @Override
  public void scan(ScanFilesRequest request, StreamObserver<ManifestPart> observer) {
    ReactiveCalls.stream(
        observer,
        () -> {
          FieldRules.check(request);
          return disk.read(() -> TreeMessages.of(trees.of(request.getWorkspace()).manifest()))
              .flatMapIterable(parts -> parts);
        });
  }

  @Override
  public void fetch(FetchFilesRequest request, StreamObserver<FetchedPart> observer) {
    ReactiveCalls.stream(
        observer,
        () -> {
          FieldRules.check(request);
          return disk.stream(
              () ->
                  new FetchedParts(
                      trees.of(request.getWorkspace()).contents(request.getPathsList())),
              FetchedParts::next,
              FetchedParts::close);
        });
  }

  @Override
  public void watch(WatchFilesRequest request, StreamObserver<WorkspaceChange> observer) {
    ReactiveCalls.stream(
        observer,
        () -> {
          FieldRules.check(request);
          return disk.begin(() -> trees.of(request.getWorkspace()).changes())
              .concatMapIterable(TreeMessages::of, 1);
        });
  }

  @Override
  public void history(ReadHistoryRequest request, StreamObserver<HistoryPart> observer) {
    ReactiveCalls.stream(
        observer,
        () -> {
          FieldRules.check(request);
          return disk.read(
                  () ->
                      TreeMessages.of(
                          trees.of(request.getWorkspace()).history(request.getCommits())))
              .flatMapIterable(parts -> parts);
        });
  }

  /** Who goes away ends the command. */
  @Override
  public void run(RunCommandRequest request, StreamObserver<CommandResult> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          FieldRules.check(request);
          String user = IdentityServerInterceptor.current().user();
          Command command =
              new Command(
                  request.getCommandList(),
                  request.getEnvironmentMap(),
                  request.getStdin().asReadOnlyByteBuffer(),
                  request.getTimeLimitMs() == 0
                      ? Command.DEFAULT_TIME_LIMIT
                      : Duration.ofMillis(request.getTimeLimitMs()));
          return Mono.fromCallable(() -> run(user, request.getWorkspace(), command))
              .subscribeOn(waiting);
        });
  }

  /** Null if whoever has asked is gone. */
  private @Nullable CommandResult run(String user, String workspace, Command command) {
    try {
      return message(commands.run(user, workspace, command));
    } catch (InterruptedException cancelled) {
      return null;
    }
  }

  private static CommandResult message(CommandOutcome outcome) {
    CommandResult.Builder result =
        CommandResult.newBuilder()
            .setTimeIsUp(outcome.exitCode() == null)
            .setStdout(UnsafeByteOperations.unsafeWrap(outcome.stdout().bytes()))
            .setStderr(UnsafeByteOperations.unsafeWrap(outcome.stderr().bytes()))
            .setStdoutTruncated(outcome.stdout().truncated())
            .setStderrTruncated(outcome.stderr().truncated());
    if (outcome.exitCode() != null) {
      result.setExitCode(outcome.exitCode());
    }
    return result.build();
  }
}
