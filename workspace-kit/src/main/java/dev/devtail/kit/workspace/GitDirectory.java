package dev.devtail.kit.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Where Git keeps what it knows of a worktree.
 *
 * @param own of the worktree: its index and its head
 * @param common what it shares with other worktrees of the repository; mostly the same
 * @param worktree the directory that holds {@code .git}
 */
public record GitDirectory(Path own, Path common, Path worktree) {

  private static final String NAME = ".git";
  private static final String LINE = "gitdir:";

  /** Longest text of a file that says where something is, in bytes. */
  private static final int MAX_POINTER_BYTES = 8192;

  /** To be closed by the caller. */
  Repository open() throws IOException {
    return new FileRepositoryBuilder()
        .setGitDir(own.toFile())
        .setWorkTree(worktree.toFile())
        .build();
  }

  /** Also as file systems have it that do not tell upper case from lower. */
  public static boolean isName(String name) {
    return name.toLowerCase(Locale.ROOT).equals(NAME);
  }

  /**
   * Of a directory in a workspace.
   *
   * @param worktree its path, without links
   * @param opened the same
   * @param workspace what is in it may be gone to
   */
  static Optional<GitDirectory> in(Path worktree, OpenDirectory opened, Path workspace)
      throws IOException {
    Optional<FileKind> kind = opened.kind(NAME);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    Path git = worktree.resolve(NAME);
    return switch (kind.get()) {
      case DIRECTORY -> of(git, worktree);
      case REGULAR -> pointedAt(git, workspace).flatMap(own -> of(own, worktree));
      case SYMBOLIC_LINK, OTHER -> Optional.empty();
    };
  }

  /** Of a directory above a workspace, the nearest one: the workspace is a part of a worktree. */
  static Optional<GitDirectory> above(Path workspace) {
    for (Path at = workspace.getParent(); at != null; at = at.getParent()) {
      Path git = at.resolve(NAME);
      if (Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS)) {
        return of(git, at);
      }
      if (Files.isRegularFile(git, LinkOption.NOFOLLOW_LINKS)) {
        Path worktree = at;
        return pointedAt(git, at).flatMap(own -> of(own, worktree));
      }
    }
    return Optional.empty();
  }

  private static Optional<GitDirectory> of(Path own, Path worktree) {
    if (!Files.isRegularFile(own.resolve("HEAD"))) {
      return Optional.empty();
    }
    Path shared = pointer(own.resolve("commondir"), own);
    return Optional.of(new GitDirectory(own, shared == null ? own : shared, worktree));
  }

  /**
   * Submodules and further worktrees have a file that says where their directory is. One that leads
   * out of the workspace is believed only if that place says the same of the worktree: else a file
   * in an archive could show the history of somebody else's repository.
   */
  private static Optional<Path> pointedAt(Path git, Path workspace) {
    Path own = pointer(git, git.resolveSibling(""));
    if (own == null) {
      return Optional.empty();
    }
    boolean believed = own.startsWith(workspace) || git.equals(pointer(own.resolve("gitdir"), own));
    return believed ? Optional.of(own) : Optional.empty();
  }

  /** Where a file of Git's leads, without links; null: nowhere. */
  private static @Nullable Path pointer(Path file, Path base) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_POINTER_BYTES) {
        return null;
      }
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      String target = text.startsWith(LINE) ? text.substring(LINE.length()).strip() : text;
      return base.resolve(target).toRealPath();
    } catch (IOException | InvalidPathException nowhere) {
      return null;
    }
  }
}
