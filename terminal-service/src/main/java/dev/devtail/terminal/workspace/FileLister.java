package dev.devtail.terminal.workspace;

import dev.devtail.kit.workspace.FileKind;
import dev.devtail.kit.workspace.GitDirectory;
import dev.devtail.kit.workspace.IgnoreRules;
import dev.devtail.kit.workspace.OpenDirectory;
import dev.devtail.kit.workspace.TemporaryNames;
import dev.devtail.kit.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Lists one directory, once; bounded in entries, in what it looks at, in depth and in time. */
final class FileLister {

  /** Entries that are looked at, ignored ones included. */
  static final int MAX_LOOKED_AT = 200_000;

  /** How long it may take. */
  static final Duration MAX_TIME = Duration.ofSeconds(5);

  private final int limit;
  private final LongSupplier nanoTime;
  private final long deadline;
  private final List<FileEntry> entries = new ArrayList<>();
  private int lookedAt;
  private boolean truncated;

  /** Nothing more is looked at. */
  private boolean over;

  /**
   * @param limit the most entries
   * @param nanoTime as {@link System#nanoTime}
   */
  FileLister(int limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.deadline = nanoTime.getAsLong() + MAX_TIME.toNanos();
  }

  /** What is in the directory, and nothing below. */
  FileListing flat(OpenDirectory directory, WorkspacePath path) throws IOException {
    String base = base(path);
    for (String name : names(directory)) {
      Optional<BasicFileAttributes> found = directory.attributes(name);
      if (found.isPresent()) {
        add(base + name, found.get());
      }
      if (isOver()) {
        break;
      }
    }
    return listing();
  }

  /**
   * What is in the directory and below, but for what Git ignores.
   *
   * @param rules that hold in it
   */
  FileListing deep(OpenDirectory directory, WorkspacePath path, IgnoreRules rules)
      throws IOException {
    descend(directory, base(path), path.names().size(), rules);
    return listing();
  }

  private static String base(WorkspacePath path) {
    return path.names().isEmpty() ? "" : path + "/";
  }

  private void descend(OpenDirectory directory, String base, int depth, IgnoreRules rules)
      throws IOException {
    for (String name : names(directory)) {
      if (isOver()) {
        return;
      }
      Optional<BasicFileAttributes> found = directory.attributes(name);
      if (found.isEmpty() || GitDirectory.isName(name)) {
        continue;
      }
      String path = base + name;
      boolean isDirectory = found.get().isDirectory();
      if (rules.isIgnored(path, isDirectory)) {
        continue;
      }
      add(path, found.get());
      if (isDirectory && !over) {
        enter(directory, name, path + "/", depth + 1, rules);
      }
    }
  }

  /** What may not be entered, or is gone by now, has nothing in it for us. */
  private void enter(OpenDirectory from, String name, String base, int depth, IgnoreRules rules)
      throws IOException {
    if (depth == WorkspacePath.MAX_NAMES) {
      truncated = true;
      return;
    }
    OpenDirectory inner;
    try {
      inner = from.open(name);
    } catch (NoSuchFileException | AccessDeniedException closed) {
      return;
    } catch (FileSystemException swapped) {
      truncated = true;
      return;
    }
    try (inner) {
      descend(inner, base, depth, rules.inside(inner, base));
    }
  }

  private List<String> names(OpenDirectory directory) throws IOException {
    int left = MAX_LOOKED_AT - lookedAt;
    List<String> names = directory.names(left + 1, name -> !TemporaryNames.isOne(name));
    if (names.size() > left) {
      stop();
      names.removeLast();
    }
    lookedAt += names.size();
    names.sort(Comparator.naturalOrder());
    return names;
  }

  private boolean isOver() {
    if (nanoTime.getAsLong() - deadline > 0) {
      stop();
    }
    return over;
  }

  private void stop() {
    over = true;
    truncated = true;
  }

  private void add(String path, BasicFileAttributes found) {
    if (entries.size() == limit) {
      stop();
      return;
    }
    FileKind kind = FileKind.of(found);
    entries.add(new FileEntry(path, kind, kind == FileKind.REGULAR ? found.size() : 0));
  }

  private FileListing listing() {
    entries.sort(Comparator.comparing(FileEntry::path));
    return new FileListing(entries, truncated);
  }
}
