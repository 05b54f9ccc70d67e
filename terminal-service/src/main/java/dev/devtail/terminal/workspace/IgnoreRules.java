package dev.devtail.terminal.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.eclipse.jgit.ignore.IgnoreNode.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * What Git ignores, by the files {@code .gitignore} of a directory and those above it, and by
 * {@code .git/info/exclude}. What is tracked all the same is not known here.
 *
 * @param base the directory's path with a {@code /} behind it; empty for the workspace
 * @param outer of the directories above; null: none
 */
record IgnoreRules(IgnoreNode node, String base, @Nullable IgnoreRules outer) {

  /** Longest file of rules that is read, in bytes. */
  private static final int MAX_BYTES = 1 << 20;

  private static final String RULES = ".gitignore";

  /** Those of a workspace, its own directory's included. */
  static IgnoreRules ofWorkspace(OpenDirectory root) throws IOException {
    IgnoreNode exclude = new IgnoreNode();
    if (isDirectory(root, ".git")) {
      try (OpenDirectory git = root.open(".git")) {
        if (isDirectory(git, "info")) {
          try (OpenDirectory info = git.open("info")) {
            parse(info, "exclude", exclude);
          }
        }
      }
    }
    return new IgnoreRules(exclude, "", null).inside(root, "");
  }

  private static boolean isDirectory(OpenDirectory in, String name) throws IOException {
    return in.kind(name).equals(Optional.of(FileKind.DIRECTORY));
  }

  /** With those of a directory. */
  IgnoreRules inside(OpenDirectory directory, String path) throws IOException {
    IgnoreNode own = new IgnoreNode();
    return parse(directory, RULES, own) ? new IgnoreRules(own, path, this) : this;
  }

  private static boolean parse(OpenDirectory directory, String name, IgnoreNode into)
      throws IOException {
    if (!directory.kind(name).equals(Optional.of(FileKind.REGULAR))) {
      return false;
    }
    ByteBuffer text = ByteBuffer.allocate(MAX_BYTES);
    try (FileChannel file = directory.openToRead(name)) {
      int count;
      do {
        count = file.read(text);
      } while (count > 0);
    } catch (AccessDeniedException unreadable) {
      return false;
    }
    into.parse(new ByteArrayInputStream(text.array(), 0, text.position()));
    return true;
  }

  /**
   * @param path relative to the workspace
   */
  boolean isIgnored(String path, boolean isDirectory) {
    MatchResult result = node.isIgnored(path.substring(base.length()), isDirectory);
    return switch (result) {
      case IGNORED -> true;
      case NOT_IGNORED -> false;
      case CHECK_PARENT, CHECK_PARENT_NEGATE_FIRST_MATCH ->
          outer != null && outer.isIgnored(path, isDirectory);
    };
  }
}
