package dev.devtail.kit.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads files, and remembers what it read, so that an unchanged one is not read again. */
final class KnownFiles {

  /**
   * @param readAt after the stamp was taken, before the content was read
   */
  private record Known(Stamp stamp, Instant readAt, Verdict verdict) {

    boolean holdsFor(Stamp now) {
      return stamp.equals(now) && stamp.isSettled(readAt);
    }

    /** Of a content without secrets; null: it had some, or was kept out. */
    @Nullable FileHash clean() {
      return verdict instanceof Verdict.Text text && text.secrets().isEmpty() ? text.hash() : null;
    }
  }

  /**
   * A file that was looked at.
   *
   * @param stamp as it was just before
   */
  record Seen(String path, Stamp stamp, FileLook look) {

    Optional<TreeContent> content() {
      byte[] content = look.content();
      return content != null && look.verdict() instanceof Verdict.Text text
          ? Optional.of(new TreeContent(path, text.hash(), content))
          : Optional.empty();
    }

    Optional<TreeFile> file() {
      return look.verdict() instanceof Verdict.Text text
          ? Optional.of(
              new TreeFile(path, text.hash(), text.bytes(), stamp.modified().toEpochMilli()))
          : Optional.empty();
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
    Known before = known.get(path);
    FileHash clean = before == null ? null : before.clean();
    Optional<FileLook> look = FileLook.into(from, path, now.bytes(), clean, limits);
    look.ifPresent(seen -> known.put(path, new Known(now, readAt, seen.verdict())));
    return look;
  }

  /**
   * What is in something of a directory; empty if it is no file, not there, or kept out.
   *
   * @param workspace its path, without links
   */
  Optional<Seen> look(Path workspace, DirectoryCursor.Level directory, String path)
      throws IOException {
    if (!directory.allows(path, false)) {
      return Optional.empty();
    }
    Optional<BasicFileAttributes> found =
        directory.directory().attributes(path.substring(directory.base().length()));
    if (found.isEmpty()
        || FileKind.of(found.get()) != FileKind.REGULAR
        || FileLook.byName(path, found.get(), limits).isPresent()) {
      return Optional.empty();
    }
    Stamp now = Stamp.of(workspace.resolve(path), found.get());
    return read(directory, path, now).map(look -> new Seen(path, now, look));
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
