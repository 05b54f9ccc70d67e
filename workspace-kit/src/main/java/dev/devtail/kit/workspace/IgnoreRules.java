package dev.devtail.kit.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is left out of a directory of a workspace: what Git ignores there and does not track, and
 * what the files {@code .devtailignore} name, tracked or not. A repository inside has Git's rules
 * for itself. Immutable.
 */
public final class IgnoreRules {

  private static final String FILE = ".devtailignore";

  private final Path workspace;

  /** Paths in it are relative to the workspace. */
  private final @Nullable RuleFile devtail;

  private final @Nullable GitRules git;

  /** The directory itself is ignored; it was entered for what is tracked in it. */
  private final boolean trackedOnly;

  private IgnoreRules(
      Path workspace, @Nullable RuleFile devtail, @Nullable GitRules git, boolean trackedOnly) {
    this.workspace = workspace;
    this.devtail = devtail;
    this.git = git;
    this.trackedOnly = trackedOnly;
  }

  /**
   * Those of a workspace's own directory. If it is a part of a worktree, Git's rules above it hold
   * in it too.
   *
   * @param workspace its path, without links
   * @param opened the same
   */
  public static IgnoreRules ofWorkspace(Path workspace, OpenDirectory opened) throws IOException {
    GitRules outer = null;
    if (GitDirectory.in(workspace, opened, workspace).isEmpty()) {
      Optional<GitDirectory> above = GitDirectory.above(workspace);
      outer = above.isEmpty() ? null : GitRules.of(above.get(), workspace).downTo(workspace);
    }
    return new IgnoreRules(workspace, null, outer, false).inside(opened, "");
  }

  /**
   * Those of a directory.
   *
   * @param base its path in the workspace, with a {@code /} behind it; empty for the workspace
   */
  public IgnoreRules inside(OpenDirectory directory, String base) throws IOException {
    RuleFile inner = RuleFile.inside(devtail, directory, FILE, base);
    Path path = workspace.resolve(base);
    Optional<GitDirectory> nested = GitDirectory.in(path, directory, workspace);
    if (nested.isPresent()) {
      return new IgnoreRules(
          workspace, inner, GitRules.of(nested.get(), workspace).inside(directory, base), false);
    }
    if (git == null) {
      return new IgnoreRules(workspace, inner, null, false);
    }
    boolean ignored =
        trackedOnly || (!base.isEmpty() && git.matches(base.substring(0, base.length() - 1), true));
    return new IgnoreRules(workspace, inner, git.inside(directory, base), ignored);
  }

  /** Whether a file of that name has rules in it, or brings others along. */
  static boolean areMadeBy(String name) {
    return name.equals(FILE) || name.equals(GitRules.FILE) || GitDirectory.isName(name);
  }

  /** Of the worktree that the directory belongs to. */
  Optional<GitRules> git() {
    return Optional.ofNullable(git);
  }

  /**
   * @param path of something in the directory, relative to the workspace
   */
  public boolean isIgnored(String path, boolean isDirectory) {
    if (RuleFile.ignores(devtail, path, isDirectory)) {
      return true;
    }
    if (git == null) {
      return false;
    }
    return (trackedOnly || git.matches(path, isDirectory)) && !git.isTracked(path, isDirectory);
  }
}
