package dev.devtail.bench.retrieval;

import dev.devtail.context.workspace.Change;
import dev.devtail.context.workspace.Commit;
import dev.devtail.context.workspace.ContentHash;
import dev.devtail.context.workspace.FileContent;
import dev.devtail.context.workspace.History;
import dev.devtail.context.workspace.Manifest;
import dev.devtail.context.workspace.Workspace;
import dev.devtail.context.workspace.WorkspaceFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A repository as a workspace that has one commit checked out after the other, without a directory.
 * Its history is that of the commit which is checked out, and nothing later. For one thread that
 * moves it.
 */
final class GitTree implements Workspace, AutoCloseable {

  /** Of a file. */
  private static final int MAX_BYTES = 5 * 1024 * 1024;

  /** Of a commit, as in a workspace. */
  private static final int MAX_PATHS = 200;

  private static final int MAX_MESSAGE = 2_000;

  private final Repository repository;
  private final Sinks.Many<Change> changes = Sinks.many().unicast().onBackpressureBuffer();
  private final Map<ObjectId, Commit> commits = new HashMap<>();
  private final Map<String, ObjectId> files = new TreeMap<>();
  private final Map<ObjectId, ContentHash> hashes = new HashMap<>();
  private ObjectId head;

  GitTree(Path directory, ObjectId first) throws IOException {
    this.repository = open(directory);
    this.head = first;
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk tree = new TreeWalk(repository)) {
      tree.addTree(walk.parseCommit(first).getTree());
      tree.setRecursive(true);
      while (tree.next()) {
        take(tree.getPathString(), tree.getFileMode(0), tree.getObjectId(0));
      }
    }
  }

  static Repository open(Path directory) throws IOException {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(directory.toFile());
    if (builder.getGitDir() == null) {
      builder.setGitDir(directory.toFile());
    }
    return builder.setMustExist(true).build();
  }

  private synchronized void take(String path, FileMode mode, ObjectId blob) throws IOException {
    if ((mode.getBits() & FileMode.TYPE_MASK) == FileMode.TYPE_FILE && isReadable(blob)) {
      files.put(path, blob);
    } else {
      files.remove(path);
    }
  }

  /** A copy of a repository may lack its largest files. */
  private boolean isReadable(ObjectId blob) throws IOException {
    return repository.getObjectDatabase().has(blob)
        && repository.open(blob).getSize() <= MAX_BYTES
        && !RawText.isBinary(repository.open(blob).getCachedBytes(MAX_BYTES));
  }

  boolean isAt(RevCommit commit) {
    return head.equals(commit);
  }

  /** Checks another commit out. */
  void moveTo(RevCommit commit) throws IOException {
    List<WorkspaceFile> present = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository);
        DiffFormatter differ = differ()) {
      for (DiffEntry entry : differ.scan(walk.parseCommit(head).getTree(), commit.getTree())) {
        if (entry.getChangeType() == ChangeType.DELETE) {
          remove(entry.getOldPath());
          gone.add(entry.getOldPath());
        } else {
          take(entry.getNewPath(), entry.getNewMode(), entry.getNewId().toObjectId());
          file(entry.getNewPath())
              .ifPresentOrElse(present::add, () -> gone.add(entry.getNewPath()));
        }
      }
    }
    head = commit.copy();
    changes.tryEmitNext(new Change.Files(present, gone)).orThrow();
    changes.tryEmitNext(new Change.Head(commit.name(), "")).orThrow();
  }

  private synchronized void remove(String path) {
    files.remove(path);
  }

  private DiffFormatter differ() {
    DiffFormatter differ = new DiffFormatter(OutputStream.nullOutputStream());
    differ.setRepository(repository);
    differ.setDetectRenames(false);
    return differ;
  }

  private synchronized Optional<WorkspaceFile> file(String path) {
    return Optional.ofNullable(files.get(path))
        .map(blob -> new WorkspaceFile(path, hash(blob), 0, 0));
  }

  private ContentHash hash(ObjectId blob) {
    return hashes.computeIfAbsent(blob, unknown -> hash(bytes(blob)));
  }

  private static ContentHash hash(byte[] content) {
    try {
      return ContentHash.of(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] bytes(ObjectId blob) {
    try {
      return repository.open(blob).getBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized Mono<Manifest> manifest() {
    return Mono.just(
        new Manifest(
            files.keySet().stream().map(path -> file(path).orElseThrow()).toList(), List.of()));
  }

  @Override
  public Flux<FileContent> contents(Collection<String> paths) {
    return Flux.fromIterable(paths).mapNotNull(this::content);
  }

  private synchronized @Nullable FileContent content(String path) {
    ObjectId blob = files.get(path);
    return blob == null ? null : new FileContent(path, hash(blob), bytes(blob));
  }

  @Override
  public Flux<Change> changes() {
    return changes.asFlux();
  }

  @Override
  public Mono<History> history(int most) {
    return Mono.fromCallable(
        () -> {
          List<Commit> latest = new ArrayList<>();
          try (RevWalk walk = new RevWalk(repository);
              DiffFormatter differ = differ()) {
            walk.setRevFilter(RevFilter.NO_MERGES);
            walk.markStart(walk.parseCommit(head));
            for (RevCommit commit : walk) {
              if (latest.size() == most) {
                break;
              }
              latest.add(commit(walk, differ, commit));
            }
          }
          return new History(head.name(), "", List.of(), latest);
        });
  }

  private Commit commit(RevWalk walk, DiffFormatter differ, RevCommit commit) throws IOException {
    Commit known = commits.get(commit);
    if (known == null) {
      walk.parseBody(commit);
      String message = commit.getFullMessage();
      known =
          new Commit(
              commit.name(),
              commit.getAuthorIdent().getWhenAsInstant(),
              commit.getAuthorIdent().getName(),
              message.substring(0, Math.min(MAX_MESSAGE, message.length())),
              paths(differ, parent(walk, commit), commit.getTree()));
      commits.put(commit.copy(), known);
    }
    return known;
  }

  private static @Nullable RevTree parent(RevWalk walk, RevCommit commit) throws IOException {
    return commit.getParentCount() == 0 ? null : walk.parseCommit(commit.getParent(0)).getTree();
  }

  private static List<String> paths(DiffFormatter differ, @Nullable RevTree before, RevTree after)
      throws IOException {
    List<DiffEntry> entries = differ.scan(before, after);
    return entries.size() > MAX_PATHS ? List.of() : entries.stream().map(GitTree::path).toList();
  }

  static String path(DiffEntry entry) {
    return entry.getChangeType() == ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
  }

  /** What a commit changed in files that were there before: paths, and their old lines. */
  Map<String, List<Edit>> changed(RevCommit commit) throws IOException {
    Map<String, List<Edit>> changed = new TreeMap<>();
    try (RevWalk walk = new RevWalk(repository);
        DiffFormatter differ = differ()) {
      for (DiffEntry entry :
          differ.scan(walk.parseCommit(commit.getParent(0)).getTree(), commit.getTree())) {
        if (entry.getChangeType() != ChangeType.ADD
            && (entry.getOldMode().getBits() & FileMode.TYPE_MASK) == FileMode.TYPE_FILE
            && isHere(entry)) {
          changed.put(entry.getOldPath(), differ.toFileHeader(entry).toEditList());
        }
      }
    }
    return changed;
  }

  private boolean isHere(DiffEntry entry) throws IOException {
    return repository.getObjectDatabase().has(entry.getOldId().toObjectId())
        && (entry.getChangeType() == ChangeType.DELETE
            || repository.getObjectDatabase().has(entry.getNewId().toObjectId()));
  }

  @Override
  public void close() {
    repository.close();
  }
}
