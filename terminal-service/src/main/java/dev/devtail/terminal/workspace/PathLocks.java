package dev.devtail.terminal.workspace;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Writers of one file take turns; those of others nearly always need not. Thread-safe. */
final class PathLocks {

  private static final int STRIPES = 64;

  private final List<Lock> stripes =
      Stream.<Lock>generate(ReentrantLock::new).limit(STRIPES).toList();

  Lock of(Path file) {
    return stripes.get(Math.floorMod(file.hashCode(), STRIPES));
  }
}
