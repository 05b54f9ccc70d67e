package dev.devtail.kit.workspace;

import dev.devtail.kit.fault.Fault;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * The files of one workspace, without what is ignored, and without secrets. What was read is
 * remembered, so that to look again costs what has changed. Everything blocks for as long as the
 * disk does, and is given up with a {@link CancellationException} if its thread is interrupted.
 * What a caller can do something about is a {@link Fault}: NOT_FOUND if there is no such directory,
 * PERMISSION_DENIED if it may not be read. Thread-safe.
 */
public final class WorkspaceTree {

  private final Path directory;
  private final Limits limits;
  private final KnownFiles known;
  private final Lock watching = new ReentrantLock();

  /** Null: nobody listens. Written under the lock. */
  private volatile @Nullable TreeWatch watch;

  /**
   * @param directory need not be there yet
   * @param clock the one that the file system's times are compared with
   */
  public WorkspaceTree(Path directory, Limits limits, Clock clock) {
    this.directory = directory;
    this.limits = limits;
    this.known = new KnownFiles(limits, clock);
  }

  /** All files as they are now. */
  public Manifest manifest() {
    return explained(
        () -> {
          Path workspace = directory.toRealPath();
          return new ManifestScan(workspace, walk(workspace), known, limits).run();
        });
  }

  private Walk walk(Path workspace) throws IOException {
    try (OpenDirectory root = OpenDirectory.root(workspace)) {
      return Walk.through(workspace, root, limits);
    }
  }

  /**
   * What is in files now, to be closed by the caller.
   *
   * @param paths relative to the workspace; those that cannot be are a {@link Fault}
   *     INVALID_ARGUMENT
   */
  public Contents contents(Collection<String> paths) {
    List<WorkspacePath> wanted =
        paths.stream().distinct().sorted().map(WorkspacePath::parse).toList();
    return explained(() -> Contents.open(directory.toRealPath(), known, wanted));
  }

  /**
   * The latest commits, and what differs from them.
   *
   * @param commits the most of them
   */
  public GitHistory history(int commits) {
    return explained(
        () -> {
          Path workspace = directory.toRealPath();
          return GitHistoryReader.read(workspace, walk(workspace), commits);
        });
  }

  /**
   * What becomes of it, until it is cancelled; it fails when the workspace is gone. First comes
   * what is checked out: what happens after that is told. Who is slow is told of everything at
   * once. To subscribe blocks as the rest does.
   */
  public Flux<TreeChange> changes() {
    return Flux.create(
        sink -> {
          ChangeQueue queue = new ChangeQueue(sink);
          try {
            listen(queue);
          } catch (RuntimeException failure) {
            sink.error(failure);
            return;
          }
          sink.onDispose(() -> stopListening(queue));
        },
        FluxSink.OverflowStrategy.ERROR);
  }

  private void listen(TreeListener listener) {
    watching.lock();
    try {
      TreeWatch running = watch;
      if (running == null || running.hasEnded()) {
        running =
            explained(
                () -> {
                  Path workspace = directory.toRealPath();
                  return new TreeWatch(workspace, known, () -> snapshot(workspace));
                });
        watch = running;
      }
      running.add(listener);
    } finally {
      watching.unlock();
    }
  }

  private Snapshot snapshot(Path workspace) {
    return explained(
        () -> {
          Walk walk = walk(workspace);
          Manifest manifest = new ManifestScan(workspace, walk, known, limits).run();
          return Snapshot.of(walk, manifest, GitHistoryReader.head(walk));
        });
  }

  private void stopListening(TreeListener listener) {
    watching.lock();
    try {
      TreeWatch running = watch;
      if (running != null && running.remove(listener)) {
        watch = null;
        running.close();
      }
    } finally {
      watching.unlock();
    }
  }

  /** Whether somebody is told of changes. */
  public boolean isWatched() {
    return watch != null;
  }

  /** Files that are remembered. */
  public int remembered() {
    return known.count();
  }

  private <T> T explained(FileFaults.Work<T> work) {
    return FileFaults.explained(
        directory.toString(),
        () -> {
          try {
            return work.run();
          } catch (NotDirectoryException file) {
            throw Fault.notFound("directory", directory.toString());
          }
        });
  }
}
