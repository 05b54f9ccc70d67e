package dev.devtail.kit.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * What of a workspace is not as it was committed. JGit's own status would run the programs that a
 * repository's configuration names as filters; this compares bytes, so that a file that a filter
 * changes counts as changed once its time differs from the index's.
 */
final class Uncommitted {

  private final Path workspace;
  private final Walk walk;
  private final GitRules git;

  Uncommitted(Path workspace, Walk walk, GitRules git) {
    this.workspace = workspace;
    this.walk = walk;
    this.git = git;
  }

  /**
   * Relative to the workspace, sorted.
   *
   * @param head null: nothing is committed
   */
  List<String> paths(ObjectReader objects, @Nullable RevTree head) throws IOException {
    Set<String> paths = new TreeSet<>();
    Set<String> there = new HashSet<>();
    try (DirectoryCursor cursor = new DirectoryCursor(OpenDirectory.root(workspace), null)) {
      for (Walk.Found file : walk.files()) {
        if (file.rules().git().filter(of -> of.git().equals(git.git())).isPresent()
            && !SecretNames.isOne(file.path())) {
          there.add(file.path());
          if (differsFromIndex(cursor, file)) {
            paths.add(file.path());
          }
        }
      }
    }
    addStagedAndDeleted(objects, head, there, paths);
    return List.copyOf(paths);
  }

  private boolean differsFromIndex(DirectoryCursor cursor, Walk.Found file) throws IOException {
    Optional<DirCacheEntry> entry = git.entry(file.path());
    if (entry.isEmpty()) {
      return true;
    }
    Instant modified = file.attributes().lastModifiedTime().toInstant();
    DirCacheEntry tracked = entry.get();
    if (tracked.isSkipWorkTree() || tracked.isAssumeValid()) {
      return false;
    }
    boolean looksSame =
        tracked.getLength() == file.attributes().size()
            && tracked.getLastModifiedInstant().equals(modified)
            && !tracked.isSmudged();
    return !looksSame && !blob(cursor, file).equals(Optional.of(tracked.getObjectId()));
  }

  /** The hash of a file's content as Git makes it; empty if it is gone. */
  private static Optional<ObjectId> blob(DirectoryCursor cursor, Walk.Found file)
      throws IOException {
    String path = file.path();
    int name = path.lastIndexOf('/') + 1;
    MessageDigest digest = Constants.newMessageDigest();
    try (FileChannel content =
        cursor.to(path.substring(0, name)).directory().openToRead(path.substring(name))) {
      digest.update(Constants.encodeASCII("blob " + content.size() + "\0"));
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer.clear())) {
        digest.update(buffer.array(), 0, count);
      }
    } catch (FileSystemException gone) {
      return Optional.empty();
    }
    return Optional.of(ObjectId.fromRaw(digest.digest()));
  }

  private void addStagedAndDeleted(
      ObjectReader objects, @Nullable RevTree head, Set<String> there, Set<String> paths)
      throws IOException {
    try (TreeWalk trees = new TreeWalk(objects)) {
      trees.addTree(new DirCacheIterator(git.tracked().index()));
      if (head == null) {
        trees.addTree(new EmptyTreeIterator());
      } else {
        trees.addTree(head);
      }
      trees.setRecursive(true);
      trees.setFilter(TreeFilter.ANY_DIFF);
      while (trees.next()) {
        add(trees.getPathString(), there, paths);
      }
    }
    for (DirCacheEntry entry : git.tracked().entries()) {
      if (!FileMode.GITLINK.equals(entry.getRawMode()) && !entry.isSkipWorkTree()) {
        String path = entry.getPathString();
        if (!there.contains(git.place().inWorkspace(path))) {
          addIfGone(path, paths);
        }
      }
    }
  }

  private void add(String inWorktree, Set<String> there, Set<String> paths) {
    String path = git.place().inWorkspace(inWorktree);
    if (there.contains(path)) {
      paths.add(path);
    } else {
      addIfGone(inWorktree, paths);
    }
  }

  /** What is there, but was not met, is kept out. */
  private void addIfGone(String inWorktree, Set<String> paths) {
    if (!inWorktree.startsWith(git.place().prefix())) {
      return;
    }
    String path = git.place().inWorkspace(inWorktree);
    if (!SecretNames.isOne(path)
        && !Files.exists(workspace.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
      paths.add(path);
    }
  }
}
