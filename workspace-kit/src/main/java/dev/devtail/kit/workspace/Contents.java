package dev.devtail.kit.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;

/**
 * What is in files, one after the other: opens one only when it is asked for. Paths that are not
 * there, or kept out, are left out. For one thread at a time.
 */
public final class Contents implements AutoCloseable {

  private final Path workspace;
  private final KnownFiles known;
  private final DirectoryCursor cursor;
  private final Iterator<WorkspacePath> ahead;

  private Contents(
      Path workspace, KnownFiles known, DirectoryCursor cursor, Iterator<WorkspacePath> ahead) {
    this.workspace = workspace;
    this.known = known;
    this.cursor = cursor;
    this.ahead = ahead;
  }

  /**
   * @param paths that can be: {@link WorkspacePath#parse} takes them
   */
  static Contents open(Path workspace, KnownFiles known, Collection<WorkspacePath> paths)
      throws IOException {
    OpenDirectory root = OpenDirectory.root(workspace);
    try {
      DirectoryCursor cursor = new DirectoryCursor(root, IgnoreRules.ofWorkspace(workspace, root));
      return new Contents(workspace, known, cursor, paths.iterator());
    } catch (IOException | RuntimeException failure) {
      root.close();
      throw failure;
    }
  }

  /** Empty at the end. */
  public Optional<TreeContent> next() {
    while (ahead.hasNext()) {
      WorkspacePath path = ahead.next();
      Optional<TreeContent> content = FileFaults.explained(path.toString(), () -> read(path));
      if (content.isPresent()) {
        return content;
      }
    }
    return Optional.empty();
  }

  private Optional<TreeContent> read(WorkspacePath wanted) throws IOException {
    String path = wanted.toString();
    try {
      Optional<DirectoryCursor.Level> parent = parent(path);
      return parent.isEmpty()
          ? Optional.empty()
          : known.look(workspace, parent.get(), path).flatMap(KnownFiles.Seen::content);
    } catch (FileSystemException gone) {
      return Optional.empty();
    }
  }

  /** Empty if one of the directories is ignored; those that are open are not. */
  private Optional<DirectoryCursor.Level> parent(String path) throws IOException {
    String base = path.substring(0, path.lastIndexOf('/') + 1);
    DirectoryCursor.Level at = cursor.backTowards(base);
    while (at.base().length() < base.length()) {
      String inner = base.substring(0, base.indexOf('/', at.base().length()));
      if (!at.allows(inner, true)) {
        return Optional.empty();
      }
      at = cursor.to(inner + "/");
    }
    return Optional.of(at);
  }

  @Override
  public void close() {
    try {
      cursor.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
