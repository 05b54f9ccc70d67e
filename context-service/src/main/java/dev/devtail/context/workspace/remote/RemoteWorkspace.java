package dev.devtail.context.workspace.remote;

import com.google.protobuf.ByteString;
import dev.devtail.context.workspace.Change;
import dev.devtail.context.workspace.Commit;
import dev.devtail.context.workspace.ContentHash;
import dev.devtail.context.workspace.FileContent;
import dev.devtail.context.workspace.History;
import dev.devtail.context.workspace.Manifest;
import dev.devtail.context.workspace.Omission;
import dev.devtail.context.workspace.Omission.Cause;
import dev.devtail.context.workspace.Workspace;
import dev.devtail.context.workspace.WorkspaceFile;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.FetchFilesRequest;
import dev.devtail.protocol.service.v1.HistoryPart;
import dev.devtail.protocol.service.v1.ManifestFile;
import dev.devtail.protocol.service.v1.ManifestPart;
import dev.devtail.protocol.service.v1.OmittedFile;
import dev.devtail.protocol.service.v1.ReadHistoryRequest;
import dev.devtail.protocol.service.v1.ScanFilesRequest;
import dev.devtail.protocol.service.v1.WatchFilesRequest;
import dev.devtail.protocol.service.v1.WorkspaceChange;
import dev.devtail.protocol.service.v1.WorkspaceCommit;
import dev.devtail.protocol.service.v1.WorkspaceServiceGrpc;
import dev.devtail.protocol.service.v1.WorkspaceServiceGrpc.WorkspaceServiceStub;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link Workspace} of a terminal-service, in the name of a user. */
public final class RemoteWorkspace implements Workspace {

  /** For 200 000 files on a slow disk. */
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** Paths that one call takes. */
  private static final int FETCHED = 500;

  /** Calls for contents at once. */
  private static final int LANES = 2;

  private final WorkspaceServiceStub stub;
  private final IdentityCredentials credentials;
  private final String workspace;

  /**
   * @param place the terminal-service's
   * @param workspace its path there
   */
  public RemoteWorkspace(Channel place, IdentityTokens tokens, String user, String workspace) {
    this.stub = WorkspaceServiceGrpc.newStub(place);
    this.credentials = new IdentityCredentials(tokens, Identity.user(user));
    this.workspace = workspace;
  }

  private WorkspaceServiceStub inTime() {
    return credentials.on(stub, DEADLINE);
  }

  @Override
  public Mono<Manifest> manifest() {
    ScanFilesRequest request = ScanFilesRequest.newBuilder().setWorkspace(workspace).build();
    return Flux.defer(() -> ReactiveCalls.receive(inTime()::scan, request))
        .collectList()
        .map(RemoteWorkspace::manifest);
  }

  private static Manifest manifest(List<ManifestPart> parts) {
    List<WorkspaceFile> files = new ArrayList<>();
    List<Omission> omissions = new ArrayList<>();
    for (ManifestPart part : parts) {
      part.getFilesList().forEach(file -> files.add(file(file)));
      part.getOmissionsList().forEach(omission -> omissions.add(omission(omission)));
    }
    return new Manifest(files, omissions);
  }

  private static WorkspaceFile file(ManifestFile file) {
    return new WorkspaceFile(
        file.getPath(), hash(file.getHash()), file.getSizeBytes(), file.getModifiedMs());
  }

  private static ContentHash hash(ByteString hash) {
    return ContentHash.of(hash.toByteArray());
  }

  private static Omission omission(OmittedFile omission) {
    Cause cause =
        switch (omission.getCause()) {
          case OMISSION_CAUSE_TOO_LARGE -> Cause.TOO_LARGE;
          case OMISSION_CAUSE_BINARY -> Cause.BINARY;
          case OMISSION_CAUSE_SECRET_FILE -> Cause.SECRET_FILE;
          case OMISSION_CAUSE_SECRET_BLOTTED_OUT -> Cause.SECRET_BLOTTED_OUT;
          case OMISSION_CAUSE_LINK -> Cause.LINK;
          case OMISSION_CAUSE_TOO_MANY -> Cause.TOO_MANY;
          case OMISSION_CAUSE_NOT_READABLE, OMISSION_CAUSE_UNSPECIFIED, UNRECOGNIZED ->
              Cause.NOT_READABLE;
        };
    return new Omission(omission.getPath(), cause, omission.getDetail());
  }

  @Override
  public Flux<FileContent> contents(Collection<String> paths) {
    List<String> sorted = paths.stream().distinct().sorted().toList();
    return Flux.fromIterable(sorted).buffer(FETCHED).flatMap(this::fetch, LANES, 1);
  }

  private Flux<FileContent> fetch(List<String> paths) {
    FetchFilesRequest request =
        FetchFilesRequest.newBuilder().setWorkspace(workspace).addAllPaths(paths).build();
    return Flux.defer(
        () -> {
          FileAssembly assembly = new FileAssembly();
          return ReactiveCalls.receive(inTime()::fetch, request)
              .concatMapIterable(assembly::add, 1);
        });
  }

  @Override
  public Flux<Change> changes() {
    WatchFilesRequest request = WatchFilesRequest.newBuilder().setWorkspace(workspace).build();
    return Flux.defer(
            () -> ReactiveCalls.receive(stub.withCallCredentials(credentials)::watch, request))
        .mapNotNull(RemoteWorkspace::change);
  }

  /** Null for what a later version tells. */
  private static @Nullable Change change(WorkspaceChange change) {
    return switch (change.getKindCase()) {
      case FILES ->
          new Change.Files(
              change.getFiles().getPresentList().stream().map(RemoteWorkspace::file).toList(),
              change.getFiles().getGoneList());
      case EVERYTHING -> new Change.Everything();
      case HEAD -> new Change.Head(change.getHead().getCommit(), change.getHead().getBranch());
      case KIND_NOT_SET -> null;
    };
  }

  @Override
  public Mono<History> history(int commits) {
    ReadHistoryRequest request =
        ReadHistoryRequest.newBuilder().setWorkspace(workspace).setCommits(commits).build();
    return Flux.defer(() -> ReactiveCalls.receive(inTime()::history, request))
        .collectList()
        .map(RemoteWorkspace::history);
  }

  private static History history(List<HistoryPart> parts) {
    List<String> uncommitted = new ArrayList<>();
    List<Commit> commits = new ArrayList<>();
    for (HistoryPart part : parts) {
      uncommitted.addAll(part.getUncommittedList());
      part.getCommitsList().forEach(commit -> commits.add(commit(commit)));
    }
    return parts.isEmpty()
        ? History.NONE
        : new History(
            parts.getFirst().getHead(), parts.getFirst().getBranch(), uncommitted, commits);
  }

  private static Commit commit(WorkspaceCommit commit) {
    return new Commit(
        commit.getId(),
        Instant.ofEpochMilli(commit.getTimeMs()),
        commit.getAuthor(),
        commit.getMessage(),
        commit.getPathsList());
  }
}
