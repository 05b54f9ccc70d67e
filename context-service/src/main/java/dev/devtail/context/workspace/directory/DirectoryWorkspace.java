package dev.devtail.context.workspace.directory;

import dev.devtail.context.workspace.Change;
import dev.devtail.context.workspace.Commit;
import dev.devtail.context.workspace.ContentHash;
import dev.devtail.context.workspace.FileContent;
import dev.devtail.context.workspace.History;
import dev.devtail.context.workspace.Manifest;
import dev.devtail.context.workspace.Omission;
import dev.devtail.context.workspace.Workspace;
import dev.devtail.context.workspace.WorkspaceFile;
import dev.devtail.kit.workspace.Contents;
import dev.devtail.kit.workspace.FileHash;
import dev.devtail.kit.workspace.GitCommit;
import dev.devtail.kit.workspace.GitHistory;
import dev.devtail.kit.workspace.TreeChange;
import dev.devtail.kit.workspace.TreeContent;
import dev.devtail.kit.workspace.TreeFile;
import dev.devtail.kit.workspace.WorkspaceTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@link Workspace} of a directory of this machine, which this process may read. */
public final class DirectoryWorkspace implements Workspace {

  /** Streams of contents that are read at once. */
  private static final int LANES = 2;

  /** Contents of a lane that wait to be taken. */
  private static final int WAITING = 8;

  private final WorkspaceTree tree;
  private final Scheduler disk;

  /**
   * @param disk runs what reads files, with at least two threads
   */
  public DirectoryWorkspace(WorkspaceTree tree, Scheduler disk) {
    this.tree = tree;
    this.disk = disk;
  }

  @Override
  public Mono<Manifest> manifest() {
    return Mono.fromCallable(() -> manifest(tree.manifest())).subscribeOn(disk);
  }

  private static Manifest manifest(dev.devtail.kit.workspace.Manifest manifest) {
    return new Manifest(
        manifest.files().stream().map(DirectoryWorkspace::file).toList(),
        manifest.omissions().stream().map(DirectoryWorkspace::omission).toList());
  }

  private static WorkspaceFile file(TreeFile file) {
    return new WorkspaceFile(file.path(), hash(file.hash()), file.bytes(), file.modifiedMillis());
  }

  private static ContentHash hash(FileHash hash) {
    return new ContentHash(hash.hex());
  }

  private static Omission omission(dev.devtail.kit.workspace.Omission omission) {
    Omission.Cause cause =
        switch (omission.cause()) {
          case TOO_LARGE -> Omission.Cause.TOO_LARGE;
          case BINARY -> Omission.Cause.BINARY;
          case SECRET_FILE -> Omission.Cause.SECRET_FILE;
          case SECRET_BLOTTED_OUT -> Omission.Cause.SECRET_BLOTTED_OUT;
          case NOT_READABLE -> Omission.Cause.NOT_READABLE;
          case LINK -> Omission.Cause.LINK;
          case TOO_MANY -> Omission.Cause.TOO_MANY;
        };
    return new Omission(omission.path(), cause, omission.detail());
  }

  @Override
  public Flux<FileContent> contents(Collection<String> paths) {
    List<String> sorted = paths.stream().distinct().sorted().toList();
    int each = Math.ceilDiv(sorted.size(), LANES);
    List<Flux<FileContent>> lanes = new ArrayList<>();
    for (int from = 0; from < sorted.size(); from += each) {
      lanes.add(lane(sorted.subList(from, Math.min(from + each, sorted.size()))));
    }
    return Flux.merge(Flux.fromIterable(lanes), LANES, WAITING);
  }

  private Flux<FileContent> lane(List<String> paths) {
    return Flux.<FileContent, Contents>generate(
            () -> tree.contents(paths),
            (contents, sink) -> {
              contents
                  .next()
                  .map(DirectoryWorkspace::content)
                  .ifPresentOrElse(sink::next, sink::complete);
              return contents;
            },
            Contents::close)
        .subscribeOn(disk);
  }

  private static FileContent content(TreeContent content) {
    return new FileContent(content.path(), hash(content.hash()), content.content());
  }

  @Override
  public Flux<Change> changes() {
    return Flux.defer(tree::changes).subscribeOn(disk, false).map(DirectoryWorkspace::change);
  }

  private static Change change(TreeChange change) {
    return switch (change) {
      case TreeChange.Files files ->
          new Change.Files(
              files.present().stream().map(DirectoryWorkspace::file).toList(), files.gone());
      case TreeChange.Everything _ -> new Change.Everything();
      case TreeChange.Head head -> new Change.Head(head.commit(), head.branch());
    };
  }

  @Override
  public Mono<History> history(int commits) {
    return Mono.fromCallable(() -> history(tree.history(commits))).subscribeOn(disk);
  }

  private static History history(GitHistory history) {
    return new History(
        history.head(),
        history.branch(),
        history.uncommitted(),
        history.commits().stream().map(DirectoryWorkspace::commit).toList());
  }

  private static Commit commit(GitCommit commit) {
    return new Commit(
        commit.id(), commit.time(), commit.author(), commit.message(), commit.paths());
  }
}
