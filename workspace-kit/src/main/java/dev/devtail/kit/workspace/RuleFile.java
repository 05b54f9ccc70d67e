package dev.devtail.kit.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * A file of rules in Git's syntax, and those of the directories above it. What is further in goes
 * before what is further out.
 *
 * @param base the path of its directory with a {@code /} behind it; empty for the topmost
 * @param outer null: none
 */
record RuleFile(IgnoreNode rules, String base, @Nullable RuleFile outer) {

  /** Longest file of rules that is read, in bytes. */
  private static final int MAX_BYTES = 1 << 20;

  /** With the file of a directory, if it has one. */
  static @Nullable RuleFile inside(
      @Nullable RuleFile outer, OpenDirectory directory, String name, String base)
      throws IOException {
    Optional<byte[]> text = read(directory, name);
    return text.isEmpty() ? outer : inside(outer, text.get(), base);
  }

  static @Nullable RuleFile inside(@Nullable RuleFile outer, byte[] text, String base)
      throws IOException {
    IgnoreNode rules = new IgnoreNode();
    rules.parse(new ByteArrayInputStream(text));
    return rules.getRules().isEmpty() ? outer : new RuleFile(rules, base, outer);
  }

  private static Optional<byte[]> read(OpenDirectory directory, String name) throws IOException {
    if (!directory.kind(name).equals(Optional.of(FileKind.REGULAR))) {
      return Optional.empty();
    }
    try (FileChannel file = directory.openToRead(name)) {
      ByteBuffer text = ByteBuffer.allocate((int) Math.min(file.size(), MAX_BYTES));
      int count;
      do {
        count = file.read(text);
      } while (count > 0);
      return Optional.of(text.array());
    } catch (AccessDeniedException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * @param path below the topmost directory
   */
  static boolean ignores(@Nullable RuleFile innermost, String path, boolean isDirectory) {
    for (RuleFile file = innermost; file != null; file = file.outer) {
      switch (file.rules.isIgnored(path.substring(file.base.length()), isDirectory)) {
        case IGNORED -> {
          return true;
        }
        case NOT_IGNORED -> {
          return false;
        }
        case CHECK_PARENT, CHECK_PARENT_NEGATE_FIRST_MATCH -> {}
      }
    }
    return false;
  }
}
