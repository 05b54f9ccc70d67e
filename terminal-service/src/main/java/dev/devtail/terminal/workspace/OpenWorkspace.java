package dev.devtail.terminal.workspace;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.workspace.FileFaults;
import dev.devtail.kit.workspace.FileKind;
import dev.devtail.kit.workspace.GitDirectory;
import dev.devtail.kit.workspace.IgnoreRules;
import dev.devtail.kit.workspace.OpenDirectory;
import dev.devtail.kit.workspace.TemporaryNames;
import dev.devtail.kit.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A workspace while something is done in it: its root's descriptor, and those of the directories
 * that were gone through. Names are gone through one by one, each from the descriptor of the one
 * before, so that who swaps a directory for a link at that moment gets an error and no way out. For
 * one thread.
 */
final class OpenWorkspace implements AutoCloseable {

  /** Links that one path may go through; as in Linux. */
  private static final int MAX_LINKS = 40;

  /** Held while a directory is made. */
  private static final Object MAKING = new Object();

  /** The root's, without links. */
  private final Path path;

  /** From the root on, to where the walk has come; closed with this. */
  private final Deque<OpenDirectory> way = new ArrayDeque<>();

  private final List<String> names = new ArrayList<>();
  private final OpenDirectory root;

  private OpenWorkspace(Path path, OpenDirectory root) {
    this.path = path;
    this.root = root;
    way.push(root);
  }

  static OpenWorkspace open(Path directory) throws IOException {
    Path real = directory.toRealPath();
    return new OpenWorkspace(real, OpenDirectory.root(real));
  }

  /** What the last of a path's names is to be. */
  enum Last {
    /** A directory, which is gone into. */
    ENTERED,
    /** Anything; a link is gone through. */
    FOLLOWED,
    /** Anything; a link is not gone through. */
    LEFT
  }

  /**
   * Something in a directory; perhaps it is not there.
   *
   * @param parent where the directory is, links resolved
   */
  record Place(OpenDirectory directory, Path parent, String name) {

    /** Tells files apart. */
    Path file() {
      return parent.resolve(name);
    }
  }

  OpenDirectory root() {
    return root;
  }

  Path path() {
    return path;
  }

  /** Where the walk has come to, links resolved. */
  WorkspacePath where() {
    return new WorkspacePath(names);
  }

  private Path here(String name) {
    return parent().resolve(name);
  }

  private Path parent() {
    return path.resolve(String.join("/", names));
  }

  /** Goes into a directory. */
  OpenDirectory enter(WorkspacePath wanted) throws IOException {
    walk(wanted, Last.ENTERED, false);
    return here();
  }

  /**
   * Goes to where something is, or is to be.
   *
   * @param makeParents whether directories that are not there are made
   */
  Place find(WorkspacePath wanted, Last last, boolean makeParents) throws IOException {
    Optional<String> name = walk(wanted, last, makeParents);
    return new Place(here(), parent(), name.orElseThrow(() -> notAFile(wanted)));
  }

  /** What Git ignores where the walk has come to. */
  IgnoreRules ignored() throws IOException {
    IgnoreRules rules = IgnoreRules.ofWorkspace(path, root);
    StringBuilder base = new StringBuilder();
    Iterator<OpenDirectory> entered = way.descendingIterator();
    entered.next();
    for (String name : names) {
      base.append(name).append('/');
      rules = rules.inside(entered.next(), base.toString());
    }
    return rules;
  }

  /** Whether the place belongs to Git: nobody but Git knows how to change it. */
  boolean isOfGit(Place place) {
    return names.stream().anyMatch(GitDirectory::isName) || GitDirectory.isName(place.name());
  }

  static Fault notAFile(WorkspacePath wanted) {
    return WorkspacePath.invalid(wanted.toString(), "a regular file");
  }

  private OpenDirectory here() {
    return way.getFirst();
  }

  /** Returns the last name, unless that was gone into. */
  private Optional<String> walk(WorkspacePath wanted, Last last, boolean makeParents)
      throws IOException {
    Deque<String> ahead = new ArrayDeque<>(wanted.names());
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.pop();
      if (name.equals("..")) {
        back(wanted);
        continue;
      }
      boolean isLast = ahead.isEmpty() && last != Last.ENTERED;
      Optional<FileKind> kind = here().kind(name);
      if (kind.equals(Optional.of(FileKind.SYMBOLIC_LINK)) && !(isLast && last == Last.LEFT)) {
        if (++links > MAX_LINKS) {
          throw WorkspacePath.invalid(wanted.toString(), "no loop of links");
        }
        follow(wanted, name, ahead);
      } else if (isLast) {
        return Optional.of(name);
      } else if (kind.isEmpty() && makeParents) {
        make(wanted, name);
        go(wanted, name);
      } else if (kind.equals(Optional.of(FileKind.DIRECTORY))) {
        go(wanted, name);
      } else {
        throw Fault.notFound("directory", path.relativize(here(name)).toString());
      }
    }
    return Optional.empty();
  }

  private void go(WorkspacePath wanted, String name) throws IOException {
    if (names.size() == WorkspacePath.MAX_NAMES) {
      throw WorkspacePath.invalid(
          wanted.toString(), "at most %d names".formatted(WorkspacePath.MAX_NAMES));
    }
    way.push(here().open(name));
    names.add(name);
  }

  private void back(WorkspacePath wanted) throws IOException {
    if (names.isEmpty()) {
      throw leadsOut(wanted);
    }
    way.pop().close();
    names.removeLast();
  }

  private static Fault leadsOut(WorkspacePath wanted) {
    return WorkspacePath.invalid(wanted.toString(), "no link that leads out of the workspace");
  }

  /** A link's text is read by its path, for want of another way: it is only gone by from here. */
  private void follow(WorkspacePath wanted, String name, Deque<String> ahead) throws IOException {
    Path target;
    try {
      target = Files.readSymbolicLink(here(name));
    } catch (NotLinkException | NoSuchFileException swapped) {
      throw FileFaults.changed();
    }
    if (target.isAbsolute()) {
      if (!target.startsWith(path)) {
        throw leadsOut(wanted);
      }
      while (!names.isEmpty()) {
        back(wanted);
      }
      target = path.relativize(target);
    }
    List<String> inside =
        StreamSupport.stream(target.spliterator(), false)
            .map(Path::toString)
            .filter(part -> !part.isEmpty() && !part.equals("."))
            .toList();
    if (inside.size() + ahead.size() > WorkspacePath.MAX_NAMES) {
      throw WorkspacePath.invalid(
          wanted.toString(), "at most %d names".formatted(WorkspacePath.MAX_NAMES));
    }
    inside.reversed().forEach(ahead::push);
  }

  /**
   * Makes a directory. There is no call for that by a descriptor here, but one to move: it is made
   * in the root, which no link leads away from, and moved to where it belongs. A move takes the
   * place of a directory that is empty, which somebody may have made a moment before and be about
   * to write in: they are made one at a time.
   */
  private void make(WorkspacePath wanted, String name) throws IOException {
    if (GitDirectory.isName(name)) {
      throw WorkspacePath.invalid(wanted.toString(), "nothing in .git");
    }
    synchronized (MAKING) {
      if (here().kind(name).equals(Optional.of(FileKind.DIRECTORY))) {
        return;
      }
      String temporary = TemporaryNames.next();
      Files.createDirectory(path.resolve(temporary));
      try {
        root.move(temporary, here(), name);
      } catch (IOException failure) {
        root.deleteDirectory(temporary);
        if (here().kind(name).equals(Optional.of(FileKind.DIRECTORY))) {
          // Somebody else was quicker.
          return;
        }
        throw failure;
      }
    }
    here().sync();
  }

  @Override
  public void close() throws IOException {
    for (OpenDirectory directory : way) {
      directory.close();
    }
  }
}
