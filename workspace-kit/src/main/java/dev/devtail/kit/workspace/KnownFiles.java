package dev.devtail.kit.workspace;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Reads files, and remembers what it read, so that an unchanged one is not read again. */
final class KnownFiles {

  /**
   * @param readAt after the stamp was taken, before the content was read
   */
  private record Known(Stamp stamp, Instant readAt, Verdict verdict) {

    boolean holdsFor(Stamp now) {
      return stamp.equals(now) && stamp.isSettled(readAt);
    }
  }

  private final Limits limits;
  private final Clock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  KnownFiles(Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Empty if it is to be read. */
  Optional<Verdict> recall(String path, Stamp now) {
    Known found = known.get(path);
    return found != null && found.holdsFor(now) ? Optional.of(found.verdict()) : Optional.empty();
  }

  /**
   * @param now taken just before
   * @return empty if it is not there any more
   */
  Optional<FileLook> read(DirectoryCursor.Level from, String path, Stamp now) throws IOException {
    Instant readAt = clock.instant();
    String name = path.substring(from.base().length());
    Optional<FileLook> look = FileLook.into(from.directory(), name, now.bytes(), limits);
    look.ifPresent(seen -> known.put(path, new Known(now, readAt, seen.verdict())));
    return look;
  }

  int count() {
    return known.size();
  }

  void forgetAllBut(Collection<String> paths) {
    if (known.size() > paths.size()) {
      known.keySet().retainAll(new HashSet<>(paths));
    }
  }
}
