package dev.devtail.kit.workspace;

import dev.devtail.kit.workspace.Omission.Cause;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Goes through a workspace once, without opening a file: what is there and not ignored, by
 * attributes alone. No link is followed, so that no loop can hold it; what it may not see costs
 * that alone. For one thread, which may be interrupted.
 */
final class Walk {

  /** Entries that are looked at, ignored ones included. */
  private static final int MAX_ENTRIES = 2_000_000;

  /** As a name is decoded that is no UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  /**
   * A regular file.
   *
   * @param path relative to the workspace
   * @param rules of its directory
   */
  record Found(String path, BasicFileAttributes attributes, IgnoreRules rules) {

    TreeFile as(Verdict.Text text) {
      return new TreeFile(
          path, text.hash(), text.bytes(), attributes.lastModifiedTime().toMillis());
    }
  }

  private final Path workspace;
  private final Limits limits;
  private final List<Found> files = new ArrayList<>();
  private final Map<String, IgnoreRules> directories = new HashMap<>();
  private final List<Omission> omissions = new ArrayList<>();
  private final IgnoreRules rules;
  private int lookedAt;
  private boolean full;

  private Walk(Path workspace, IgnoreRules rules, Limits limits) {
    this.workspace = workspace;
    this.rules = rules;
    this.limits = limits;
  }

  /**
   * @param workspace its path, without links
   * @throws CancellationException if the thread is interrupted
   */
  static Walk through(Path workspace, OpenDirectory root, Limits limits) throws IOException {
    Walk walk = new Walk(workspace, IgnoreRules.ofWorkspace(workspace, root), limits);
    walk.descend(root, "", 0, walk.rules);
    walk.files.sort(Comparator.comparing(Found::path));
    return walk;
  }

  /** Those of the workspace's own directory. */
  IgnoreRules rules() {
    return rules;
  }

  /** By path. */
  List<Found> files() {
    return files;
  }

  /** Rules of those that were entered, by their path with a {@code /} behind it. */
  Map<String, IgnoreRules> directories() {
    return directories;
  }

  List<Omission> omissions() {
    return omissions;
  }

  private void descend(OpenDirectory directory, String base, int depth, IgnoreRules rules)
      throws IOException {
    directories.put(base, rules);
    for (String name : names(directory, base)) {
      if (Thread.interrupted()) {
        throw new CancellationException();
      }
      if (full) {
        return;
      }
      if (!GitDirectory.isName(name)) {
        look(directory, base, name, depth, rules);
      }
    }
  }

  private List<String> names(OpenDirectory directory, String base) throws IOException {
    List<String> names =
        directory.names(MAX_ENTRIES - lookedAt + 1, name -> !TemporaryNames.isOne(name));
    lookedAt += names.size();
    if (lookedAt > MAX_ENTRIES) {
      tooMany(base, "more than %d entries".formatted(MAX_ENTRIES));
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  private void tooMany(String base, String detail) {
    full = true;
    omissions.add(new Omission(withoutSlash(base), Cause.TOO_MANY, detail));
  }

  private static String withoutSlash(String base) {
    return base.isEmpty() ? "" : base.substring(0, base.length() - 1);
  }

  private void look(OpenDirectory directory, String base, String name, int depth, IgnoreRules rules)
      throws IOException {
    String path = base + name;
    Optional<BasicFileAttributes> found;
    try {
      found = directory.attributes(name);
    } catch (AccessDeniedException denied) {
      notReadable(path, "its directory may not be searched");
      return;
    } catch (FileSystemException | RuntimeException unnameable) {
      notReadable(path, "its name cannot be used");
      return;
    }
    if (found.isEmpty()) {
      if (name.indexOf(REPLACEMENT) >= 0) {
        notReadable(path, "its name is not UTF-8");
      }
      return;
    }
    FileKind kind = FileKind.of(found.get());
    if (rules.isIgnored(path, kind == FileKind.DIRECTORY)) {
      return;
    }
    switch (kind) {
      case REGULAR -> add(path, found.get(), rules);
      case DIRECTORY -> enter(directory, name, path, depth + 1, rules);
      case SYMBOLIC_LINK -> link(path);
      case OTHER -> notReadable(path, "no regular file");
    }
  }

  private void notReadable(String path, String detail) {
    omissions.add(new Omission(path, Cause.NOT_READABLE, detail));
  }

  private void add(String path, BasicFileAttributes attributes, IgnoreRules rules) {
    if (files.size() == limits.files()) {
      tooMany(
          path.substring(0, path.lastIndexOf('/') + 1),
          "more than %d files".formatted(limits.files()));
      return;
    }
    files.add(new Found(path, attributes, rules));
  }

  private void enter(OpenDirectory from, String name, String path, int depth, IgnoreRules rules)
      throws IOException {
    if (depth > WorkspacePath.MAX_NAMES - 1) {
      notReadable(path, "deeper than %d names".formatted(WorkspacePath.MAX_NAMES));
      return;
    }
    OpenDirectory inner;
    try {
      inner = from.open(name);
    } catch (AccessDeniedException closed) {
      notReadable(path, "the service's user may not read it");
      return;
    } catch (NoSuchFileException gone) {
      return;
    } catch (FileSystemException swapped) {
      notReadable(path, "it was changed just now");
      return;
    }
    try (inner) {
      String base = path + "/";
      descend(inner, base, depth, rules.inside(inner, base));
    }
  }

  /** What a link leads to in the workspace is seen where it is. */
  private void link(String path) {
    String problem = "";
    try {
      if (!workspace.resolve(path).toRealPath().startsWith(workspace)) {
        problem = "leads out of the workspace";
      }
    } catch (NoSuchFileException nowhere) {
      problem = "leads nowhere";
    } catch (FileSystemLoopException loop) {
      problem = "leads in a circle";
    } catch (IOException unknown) {
      problem =
          String.valueOf(unknown.getMessage()).contains("Too many levels")
              ? "leads in a circle"
              : "cannot be followed";
    }
    if (!problem.isEmpty()) {
      omissions.add(new Omission(path, Cause.LINK, problem));
    }
  }
}
