package dev.devtail.kit.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.jspecify.annotations.Nullable;

/**
 * What Git ignores in a directory of a worktree.
 *
 * @param place where the worktree is, seen from the workspace
 * @param rules paths in it are relative to the worktree; null: none
 */
record GitRules(GitDirectory git, Place place, TrackedPaths tracked, @Nullable RuleFile rules) {

  /**
   * How a path in the workspace becomes one in the worktree.
   *
   * @param cut characters at its beginning, if the worktree is in the workspace
   * @param prefix what is put before it, if the workspace is in the worktree
   */
  record Place(int cut, String prefix) {

    static Place of(Path worktree, Path workspace) {
      return worktree.startsWith(workspace)
          ? new Place(base(workspace.relativize(worktree)).length(), "")
          : new Place(0, base(worktree.relativize(workspace)));
    }

    private static String base(Path relative) {
      return relative.toString().isEmpty() ? "" : relative + "/";
    }

    String inWorktree(String path) {
      return prefix + path.substring(cut);
    }

    /** The other way; of a worktree that is the workspace, or around it. */
    String inWorkspace(String path) {
      return path.substring(Math.min(prefix.length(), path.length()));
    }
  }

  static final String FILE = ".gitignore";
  private static final int MAX_BYTES = 1 << 20;

  /**
   * At the top of a worktree, without its own {@code .gitignore}: the user's global rules, and
   * {@code .git/info/exclude}.
   */
  static GitRules of(GitDirectory git, Path workspace) throws IOException {
    RuleFile rules = fromFile(null, UserExcludes.file(), "");
    rules = fromFile(rules, git.common().resolve("info/exclude"), "");
    return new GitRules(git, Place.of(git.worktree(), workspace), TrackedPaths.of(git), rules);
  }

  /** Also with the rules of the directories from the top down to a workspace, its own excluded. */
  GitRules downTo(Path workspace) throws IOException {
    RuleFile all = rules;
    StringBuilder base = new StringBuilder();
    Path at = git.worktree();
    for (Path name : git.worktree().relativize(workspace)) {
      all = fromFile(all, at.resolve(FILE), base.toString());
      at = at.resolve(name);
      base.append(name).append('/');
    }
    return new GitRules(git, place, tracked, all);
  }

  /** Of files that are the user's own. */
  private static @Nullable RuleFile fromFile(@Nullable RuleFile outer, Path file, String base)
      throws IOException {
    return Files.isReadable(file) && Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES
        ? RuleFile.inside(outer, Files.readAllBytes(file), base)
        : outer;
  }

  /**
   * With those of a directory.
   *
   * @param base its path in the workspace, with a {@code /} behind it
   */
  GitRules inside(OpenDirectory directory, String base) throws IOException {
    return new GitRules(
        git, place, tracked, RuleFile.inside(rules, directory, FILE, place.inWorktree(base)));
  }

  /**
   * Whether a rule says so, tracked or not.
   *
   * @param path in the workspace
   */
  boolean matches(String path, boolean isDirectory) {
    return RuleFile.ignores(rules, place.inWorktree(path), isDirectory);
  }

  Optional<DirCacheEntry> entry(String path) {
    return tracked.entry(place.inWorktree(path));
  }

  /**
   * @param path in the workspace
   */
  boolean isTracked(String path, boolean isDirectory) {
    String inside = place.inWorktree(path);
    return isDirectory ? tracked.hasBelow(inside) : tracked.entry(inside).isPresent();
  }
}
