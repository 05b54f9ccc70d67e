package dev.devtail.terminal.workspace;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.workspace.Limits;
import dev.devtail.kit.workspace.WorkspaceTree;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The trees of workspaces, one for each, so that what was read of them is known. Thread-safe. */
public final class WorkspaceTrees {

  /** Files that are remembered of all of them, at about 400 bytes each. */
  static final int MAX_REMEMBERED = 500_000;

  /** Workspaces that are remembered, however small they are. */
  static final int MAX_TREES = 100;

  private final WorkspaceDirectories directories;
  private final Clock clock;

  /** The one that was asked for last is the last. */
  private final Map<Path, WorkspaceTree> trees = new LinkedHashMap<>(16, 0.75f, true);

  public WorkspaceTrees(WorkspaceDirectories directories, Clock clock) {
    this.directories = directories;
    this.clock = clock;
  }

  /**
   * @throws Fault as {@link WorkspaceDirectories#find}
   */
  public WorkspaceTree of(String workspace) {
    Path directory = directories.find(workspace);
    synchronized (trees) {
      WorkspaceTree tree =
          trees.computeIfAbsent(directory, at -> new WorkspaceTree(at, Limits.USUAL, clock));
      forgetOldest();
      return tree;
    }
  }

  /** All may go but those that are watched, and the one that was asked for last. */
  private void forgetOldest() {
    int remembered = trees.values().stream().mapToInt(WorkspaceTree::remembered).sum();
    Iterator<WorkspaceTree> oldest = trees.values().iterator();
    int ahead = trees.size();
    while (ahead-- > 1 && (remembered > MAX_REMEMBERED || trees.size() > MAX_TREES)) {
      WorkspaceTree tree = oldest.next();
      if (!tree.isWatched()) {
        remembered -= tree.remembered();
        oldest.remove();
      }
    }
  }
}
