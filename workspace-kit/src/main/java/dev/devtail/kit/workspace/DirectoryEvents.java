package dev.devtail.kit.workspace;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the system tells of some directories, a little at a time, so that a burst of writes is one.
 * Where the system has no watches left, it says every few seconds that everything may have changed.
 * For one thread, but for {@link #close}.
 */
final class DirectoryEvents implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryEvents.class);

  /** It was quiet for so long. */
  static final Duration QUIET = Duration.ofMillis(30);

  /** It is told after so long even if it is never quiet. */
  static final Duration LATEST = Duration.ofMillis(200);

  /** Between looks, without watches; and so long it is waited for something with them. */
  static final Duration POLL = Duration.ofSeconds(3);

  /** Paths that are told one by one. */
  static final int MAX_PATHS = 500;

  /**
   * What may have changed.
   *
   * @param everything also what is not in the paths
   * @param paths a directory as it was given, a {@code /} and a name
   */
  record Dirty(boolean everything, Set<Path> paths) {}

  private final Map<Path, WatchKey> watched = new HashMap<>();
  private final Map<WatchKey, Path> directories = new HashMap<>();

  private final Duration poll;

  /** Null: there are no watches. */
  private @Nullable WatchService watches;

  private boolean everything;
  private Set<Path> paths = new HashSet<>();

  /**
   * @param watches null: there are none
   */
  DirectoryEvents(@Nullable WatchService watches, Duration poll) {
    this.watches = watches;
    this.poll = poll;
  }

  static DirectoryEvents of(Path workspace) {
    try {
      return new DirectoryEvents(workspace.getFileSystem().newWatchService(), POLL);
    } catch (IOException none) {
      warn(workspace, "fs.inotify.max_user_instances", none);
      return new DirectoryEvents(null, POLL);
    }
  }

  private static void warn(Path directory, String limit, IOException cause) {
    LOG.warn(
        "workspace is looked through every {} s instead of watched: raise the limit {}"
            + " directory={} cause={}",
        POLL.toSeconds(),
        limit,
        directory,
        cause.getMessage());
  }

  /**
   * Watches these directories, and no others.
   *
   * @return whether there are new ones among them: what happened there before is not told
   */
  boolean follow(Set<Path> wanted) throws IOException {
    WatchService service = watches;
    if (service == null) {
      return false;
    }
    for (Path directory : Set.copyOf(watched.keySet())) {
      if (!wanted.contains(directory)) {
        forget(directory);
      }
    }
    boolean isNew = false;
    for (Path directory : wanted) {
      if (!watched.containsKey(directory)) {
        isNew = true;
        if (!watch(service, directory)) {
          service.close();
          watches = null;
          return false;
        }
      }
    }
    return isNew;
  }

  /** False if there are no watches left. */
  private boolean watch(WatchService service, Path directory) throws IOException {
    try {
      WatchKey key =
          directory.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      watched.put(directory, key);
      directories.put(key, directory);
      return true;
    } catch (NoSuchFileException | NotDirectoryException gone) {
      everything = true;
      return true;
    } catch (FileSystemException unreadable) {
      // It cannot be looked into either.
      return true;
    } catch (IOException none) {
      warn(directory, "fs.inotify.max_user_watches", none);
      return false;
    }
  }

  private void forget(Path directory) {
    WatchKey key = watched.remove(directory);
    if (key != null) {
      directories.remove(key);
      key.cancel();
    }
  }

  /**
   * Waits until something happens, or for a while.
   *
   * @throws ClosedWatchServiceException once this is closed
   */
  Dirty await() throws InterruptedException {
    WatchService service = watches;
    if (service == null) {
      Thread.sleep(poll);
      return new Dirty(true, Set.of());
    }
    if (!everything) {
      WatchKey first = service.poll(poll.toMillis(), TimeUnit.MILLISECONDS);
      if (first == null) {
        return new Dirty(false, Set.of());
      }
      collect(first);
    }
    long latest = System.nanoTime() + LATEST.toNanos();
    long left = LATEST.toNanos();
    while (left > 0) {
      WatchKey next = service.poll(Math.min(left, QUIET.toNanos()), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      collect(next);
      left = latest - System.nanoTime();
    }
    Dirty dirty = new Dirty(everything, paths);
    everything = false;
    paths = new HashSet<>();
    return dirty;
  }

  private void collect(WatchKey key) {
    Path directory = directories.get(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.kind().equals(StandardWatchEventKinds.OVERFLOW) || paths.size() == MAX_PATHS) {
        everything = true;
      } else if (directory != null && event.context() instanceof Path name) {
        paths.add(directory.resolve(name));
      }
    }
    if (!key.reset() && directory != null) {
      forget(directory);
      everything = true;
    }
  }

  @Override
  public void close() throws IOException {
    WatchService service = watches;
    if (service != null) {
      service.close();
    }
  }
}
