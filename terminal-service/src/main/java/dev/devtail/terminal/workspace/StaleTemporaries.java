package dev.devtail.terminal.workspace;

import dev.devtail.kit.workspace.OpenDirectory;
import dev.devtail.kit.workspace.TemporaryNames;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Removes what a process left behind that was killed while it wrote: from each directory when
 * something is first written into it. Thread-safe.
 */
final class StaleTemporaries {

  /** Nothing is written for so long. */
  static final Duration AGE = Duration.ofMinutes(10);

  /** Directories that are remembered as looked through. */
  private static final int MAX_REMEMBERED = 1_000;

  /** Most that are removed from a directory at once. */
  private static final int MAX_REMOVED = 1_000;

  private final Clock clock;
  private final Set<Path> lookedThrough =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
                  return size() > MAX_REMEMBERED;
                }
              }));

  StaleTemporaries(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param path the directory's
   */
  void removeFrom(OpenDirectory directory, Path path) throws IOException {
    if (!lookedThrough.add(path)) {
      return;
    }
    Instant before = clock.instant().minus(AGE);
    for (String name : directory.names(MAX_REMOVED, TemporaryNames::isOne)) {
      Optional<BasicFileAttributes> found = directory.attributes(name);
      if (found.isPresent() && found.get().lastModifiedTime().toInstant().isBefore(before)) {
        remove(directory, name, found.get());
      }
    }
  }

  /** What cannot be removed stays: it is in nobody's way. */
  private static void remove(OpenDirectory directory, String name, BasicFileAttributes found)
      throws IOException {
    try {
      if (found.isDirectory()) {
        directory.deleteDirectory(name);
      } else {
        directory.deleteFile(name);
      }
    } catch (FileSystemException kept) {
      // Another process may have been quicker.
    }
  }
}
