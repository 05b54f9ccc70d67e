package dev.devtail.kit.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;

/**
 * Watches a workspace, for all who listen, on a thread of its own. Only what was walked through is
 * watched, so nothing that is ignored. A file that was written is looked at alone; where it may be
 * more than that (a directory, a file of rules, Git's index), all is, which costs little as what
 * was read is remembered. Told is what has another content.
 */
final class TreeWatch implements AutoCloseable {

  /** In Git's own directory, what says that other files are tracked, or another commit is there. */
  private static final Set<String> OF_GIT = Set.of("index", "HEAD", "packed-refs", "logs");

  /** Takes what a workspace is now. */
  @FunctionalInterface
  interface Camera {
    Snapshot snapshot() throws IOException;
  }

  private final Path workspace;
  private final KnownFiles known;
  private final Camera camera;
  private final DirectoryEvents events;

  /** Guards itself and the head. */
  private final List<TreeListener> listeners = new ArrayList<>();

  private final Thread thread;
  private Snapshot now;
  private TreeChange.Head head;
  private volatile boolean closed;
  private volatile boolean ended;

  /**
   * Begins. What happens after this has returned is told.
   *
   * @param workspace its path, without links
   */
  TreeWatch(Path workspace, KnownFiles known, Camera camera) throws IOException {
    this.workspace = workspace;
    this.known = known;
    this.camera = camera;
    this.events = DirectoryEvents.of(workspace);
    try {
      this.now = takeAndFollow();
      this.head = now.head().change();
    } catch (IOException | RuntimeException failure) {
      events.close();
      throw failure;
    }
    this.thread = Thread.ofVirtual().name("devtail-watch").start(this::run);
  }

  /** Is told of the head first. */
  void add(TreeListener listener) {
    synchronized (listeners) {
      listeners.add(listener);
      listener.changed(head);
    }
  }

  /** Whether nobody listens any more. */
  boolean remove(TreeListener listener) {
    synchronized (listeners) {
      listeners.remove(listener);
      return listeners.isEmpty();
    }
  }

  /** It has failed, and said so. */
  boolean hasEnded() {
    return ended;
  }

  private void run() {
    try {
      while (!closed) {
        DirectoryEvents.Dirty dirty = events.await();
        // That a directory itself was moved is not told.
        if (dirty.everything() || !Files.isDirectory(workspace) || !lookAt(dirty.paths())) {
          rescan();
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException | CancellationException end) {
      // It is closed.
    } catch (IOException failure) {
      fail(new UncheckedIOException(failure));
    } catch (RuntimeException failure) {
      fail(failure);
    }
  }

  private void fail(RuntimeException failure) {
    ended = true;
    if (!closed) {
      List<TreeListener> told;
      synchronized (listeners) {
        told = List.copyOf(listeners);
      }
      told.forEach(listener -> listener.failed(failure));
    }
  }

  private void rescan() throws IOException {
    Snapshot later = takeAndFollow();
    now.changesTo(later).forEach(this::tell);
    now = later;
  }

  private void tell(TreeChange change) {
    List<TreeListener> told;
    synchronized (listeners) {
      if (change instanceof TreeChange.Head latest) {
        head = latest;
      }
      told = List.copyOf(listeners);
    }
    told.forEach(listener -> listener.changed(change));
  }

  /** What was made in a directory before it was watched is seen by looking again. */
  private Snapshot takeAndFollow() throws IOException {
    Snapshot taken = camera.snapshot();
    while (events.follow(directories(taken))) {
      taken = camera.snapshot();
    }
    return taken;
  }

  private Set<Path> directories(Snapshot snapshot) {
    Set<Path> directories = HashSet.newHashSet(snapshot.directories().size());
    snapshot.directories().keySet().forEach(base -> directories.add(workspace.resolve(base)));
    snapshot
        .rules()
        .git()
        .ifPresent(
            git -> {
              directories.add(git.git().own());
              directories.add(git.git().own().resolve("logs"));
            });
    return directories;
  }

  /** False if that does not do. */
  private boolean lookAt(Set<Path> paths) throws IOException {
    Set<String> files = new TreeSet<>();
    for (Path path : paths) {
      if (isOfGit(path)) {
        if (OF_GIT.contains(path.getFileName().toString())) {
          return false;
        }
      } else if (IgnoreRules.areMadeBy(path.getFileName().toString())) {
        return false;
      } else {
        files.add(workspace.relativize(path).toString());
      }
    }
    return files.isEmpty() || lookAtFiles(files);
  }

  private boolean isOfGit(Path path) {
    return now.rules().git().filter(git -> path.startsWith(git.git().own())).isPresent();
  }

  private boolean lookAtFiles(Set<String> paths) throws IOException {
    List<TreeFile> present = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    try (DirectoryCursor cursor = new DirectoryCursor(OpenDirectory.root(workspace), null)) {
      for (String path : paths) {
        String base = path.substring(0, path.lastIndexOf('/') + 1);
        IgnoreRules rules = now.directories().get(base);
        if (rules == null || now.directories().containsKey(path + "/")) {
          return false;
        }
        DirectoryCursor.Level level = cursor.to(base).with(rules);
        Optional<FileKind> kind = level.directory().kind(path.substring(base.length()));
        if (kind.equals(Optional.of(FileKind.DIRECTORY)) && level.allows(path, true)) {
          return false;
        }
        Optional<TreeFile> file = known.look(workspace, level, path).flatMap(KnownFiles.Seen::file);
        file.filter(now::isNews).ifPresent(present::add);
        if (file.isEmpty() && now.files().containsKey(path)) {
          gone.add(path);
        }
      }
    } catch (FileSystemException changing) {
      return false;
    }
    present.forEach(file -> now.files().put(file.path(), file));
    gone.forEach(now.files()::remove);
    if (!present.isEmpty() || !gone.isEmpty()) {
      tell(new TreeChange.Files(present, gone));
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    try {
      events.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      thread.interrupt();
    }
  }
}
