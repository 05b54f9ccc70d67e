package dev.devtail.terminal.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import dev.devtail.kit.workspace.FileHash;
import dev.devtail.kit.workspace.GitCommit;
import dev.devtail.kit.workspace.GitHistory;
import dev.devtail.kit.workspace.Manifest;
import dev.devtail.kit.workspace.Omission;
import dev.devtail.kit.workspace.TreeChange;
import dev.devtail.kit.workspace.TreeFile;
import dev.devtail.protocol.service.v1.EverythingChanged;
import dev.devtail.protocol.service.v1.FilesChanged;
import dev.devtail.protocol.service.v1.HeadChanged;
import dev.devtail.protocol.service.v1.HistoryPart;
import dev.devtail.protocol.service.v1.ManifestFile;
import dev.devtail.protocol.service.v1.ManifestPart;
import dev.devtail.protocol.service.v1.OmissionCause;
import dev.devtail.protocol.service.v1.OmittedFile;
import dev.devtail.protocol.service.v1.WorkspaceChange;
import dev.devtail.protocol.service.v1.WorkspaceCommit;
import java.util.ArrayList;
import java.util.List;

/** What a workspace's tree tells, as messages of a bounded size. */
final class TreeMessages {

  /** Size that a message is filled up to, in bytes. */
  static final int FILLED_BYTES = 256 << 10;

  private TreeMessages() {}

  static List<ManifestPart> of(Manifest manifest) {
    List<ManifestPart> parts = new ArrayList<>();
    for (List<ManifestFile> files :
        batches(manifest.files().stream().map(TreeMessages::of).toList())) {
      parts.add(ManifestPart.newBuilder().addAllFiles(files).build());
    }
    for (List<OmittedFile> omissions :
        batches(manifest.omissions().stream().map(TreeMessages::of).toList())) {
      parts.add(ManifestPart.newBuilder().addAllOmissions(omissions).build());
    }
    return parts;
  }

  static ManifestFile of(TreeFile file) {
    return ManifestFile.newBuilder()
        .setPath(file.path())
        .setHash(of(file.hash()))
        .setSizeBytes(file.bytes())
        .setModifiedMs(file.modifiedMillis())
        .build();
  }

  static ByteString of(FileHash hash) {
    return UnsafeByteOperations.unsafeWrap(hash.bytes());
  }

  private static OmittedFile of(Omission omission) {
    OmissionCause cause =
        switch (omission.cause()) {
          case TOO_LARGE -> OmissionCause.OMISSION_CAUSE_TOO_LARGE;
          case BINARY -> OmissionCause.OMISSION_CAUSE_BINARY;
          case SECRET_FILE -> OmissionCause.OMISSION_CAUSE_SECRET_FILE;
          case SECRET_BLOTTED_OUT -> OmissionCause.OMISSION_CAUSE_SECRET_BLOTTED_OUT;
          case NOT_READABLE -> OmissionCause.OMISSION_CAUSE_NOT_READABLE;
          case LINK -> OmissionCause.OMISSION_CAUSE_LINK;
          case TOO_MANY -> OmissionCause.OMISSION_CAUSE_TOO_MANY;
        };
    return OmittedFile.newBuilder()
        .setPath(omission.path())
        .setCause(cause)
        .setDetail(omission.detail())
        .build();
  }

  static List<HistoryPart> of(GitHistory history) {
    List<HistoryPart> parts = new ArrayList<>();
    parts.add(HistoryPart.newBuilder().setHead(history.head()).setBranch(history.branch()).build());
    List<HistoryPart> paths =
        history.uncommitted().stream()
            .map(path -> HistoryPart.newBuilder().addUncommitted(path).build())
            .toList();
    batches(paths).forEach(batch -> parts.add(merged(batch)));
    for (List<WorkspaceCommit> commits :
        batches(history.commits().stream().map(TreeMessages::of).toList())) {
      parts.add(HistoryPart.newBuilder().addAllCommits(commits).build());
    }
    return parts;
  }

  static List<WorkspaceChange> of(TreeChange change) {
    return switch (change) {
      case TreeChange.Files files -> of(files);
      case TreeChange.Everything _ ->
          List.of(
              WorkspaceChange.newBuilder()
                  .setEverything(EverythingChanged.getDefaultInstance())
                  .build());
      case TreeChange.Head head ->
          List.of(
              WorkspaceChange.newBuilder()
                  .setHead(
                      HeadChanged.newBuilder().setCommit(head.commit()).setBranch(head.branch()))
                  .build());
    };
  }

  private static List<WorkspaceChange> of(TreeChange.Files files) {
    List<FilesChanged> each = new ArrayList<>();
    files
        .present()
        .forEach(file -> each.add(FilesChanged.newBuilder().addPresent(of(file)).build()));
    files.gone().forEach(path -> each.add(FilesChanged.newBuilder().addGone(path).build()));
    List<WorkspaceChange> changes = new ArrayList<>();
    for (List<FilesChanged> batch : batches(each)) {
      FilesChanged.Builder merged = FilesChanged.newBuilder();
      batch.forEach(merged::mergeFrom);
      changes.add(WorkspaceChange.newBuilder().setFiles(merged).build());
    }
    return changes;
  }

  private static HistoryPart merged(List<HistoryPart> parts) {
    HistoryPart.Builder merged = HistoryPart.newBuilder();
    parts.forEach(merged::mergeFrom);
    return merged.build();
  }

  private static WorkspaceCommit of(GitCommit commit) {
    return WorkspaceCommit.newBuilder()
        .setId(commit.id())
        .setTimeMs(commit.time().toEpochMilli())
        .setAuthor(commit.author())
        .setMessage(commit.message())
        .addAllPaths(commit.paths())
        .build();
  }

  /** In their order, each batch as large as {@link #FILLED_BYTES} or a single message larger. */
  static <M extends MessageLite> List<List<M>> batches(List<M> messages) {
    List<List<M>> batches = new ArrayList<>();
    List<M> batch = new ArrayList<>();
    int bytes = 0;
    for (M message : messages) {
      int size = message.getSerializedSize();
      if (bytes + size > FILLED_BYTES && !batch.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(message);
      bytes += size;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
