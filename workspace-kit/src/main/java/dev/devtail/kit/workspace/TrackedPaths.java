package dev.devtail.kit.workspace;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.util.FS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is in Git's index. Immutable. */
final class TrackedPaths {

  private static final Logger LOG = LoggerFactory.getLogger(TrackedPaths.class);

  private final DirCache index;

  private TrackedPaths(DirCache index) {
    this.index = index;
  }

  /** Of an index that cannot be read nothing is known: rules alone hold then. */
  static TrackedPaths of(GitDirectory git) {
    try {
      return new TrackedPaths(DirCache.read(git.own().resolve("index").toFile(), FS.DETECTED));
    } catch (IOException unreadable) {
      LOG.warn("Git's index cannot be read directory={}", git.own(), unreadable);
      return new TrackedPaths(DirCache.newInCore());
    }
  }

  /**
   * @param path relative to the worktree
   */
  Optional<DirCacheEntry> entry(String path) {
    return Optional.ofNullable(index.getEntry(path));
  }

  /** Whether something below that directory is tracked, or it is a submodule. */
  boolean hasBelow(String directory) {
    if (index.getEntry(directory) != null) {
      return true;
    }
    String below = directory + "/";
    int next = -index.findEntry(below) - 1;
    return next >= 0
        && next < index.getEntryCount()
        && index.getEntry(next).getPathString().startsWith(below);
  }

  DirCache index() {
    return index;
  }

  /** All of them, by path. */
  Iterable<DirCacheEntry> entries() {
    return () -> IntStream.range(0, index.getEntryCount()).mapToObj(index::getEntry).iterator();
  }
}
