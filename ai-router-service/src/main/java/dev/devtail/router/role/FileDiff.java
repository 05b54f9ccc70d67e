package dev.devtail.router.role;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What lies between two states of a file; empty stands for no file. */
final class FileDiff {

  /**
   * Of both states together: the work grows with the square of what differs. What is longer is
   * taken as replaced as a whole.
   */
  private static final int MAX_LINES = 10_000;

  private static final int CONTEXT_LINES = 3;

  private final String path;
  private final Optional<byte[]> before;
  private final Optional<byte[]> after;
  private final List<String> old;
  private final List<String> now;
  private final Optional<Patch<String>> patch;

  FileDiff(String path, Optional<byte[]> before, Optional<byte[]> after) {
    this.path = path;
    this.before = before;
    this.after = after;
    this.old = lines(before);
    this.now = lines(after);
    this.patch =
        old.size() + now.size() > MAX_LINES
            ? Optional.empty()
            : Optional.of(DiffUtils.diff(old, now, new MyersDiffWithLinearSpace<>()));
  }

  private static List<String> lines(Optional<byte[]> content) {
    return content
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList())
        .orElse(List.of());
  }

  FileChange change() {
    FileChange.Kind kind =
        before.isEmpty()
            ? FileChange.Kind.ADDED
            : after.isEmpty() ? FileChange.Kind.DELETED : FileChange.Kind.CHANGED;
    return new FileChange(
        path,
        kind,
        patch.map(FileDiff::added).orElse(now.size()),
        patch.map(FileDiff::removed).orElse(old.size()));
  }

  private static int added(Patch<String> patch) {
    return patch.getDeltas().stream().mapToInt(delta -> delta.getTarget().size()).sum();
  }

  private static int removed(Patch<String> patch) {
    return patch.getDeltas().stream()
        .map(AbstractDelta::getSource)
        .mapToInt(source -> source.size())
        .sum();
  }

  /** In the unified format. */
  String unified() {
    String from = before.isEmpty() ? "/dev/null" : "a/" + path;
    String to = after.isEmpty() ? "/dev/null" : "b/" + path;
    if (patch.isEmpty()) {
      return "--- %s%n+++ %s%n(%d lines replaced by %d: too many to show)%n"
          .formatted(from, to, old.size(), now.size());
    }
    List<String> text =
        UnifiedDiffUtils.generateUnifiedDiff(from, to, old, patch.get(), CONTEXT_LINES);
    return text.isEmpty() ? "" : String.join("\n", text) + "\n";
  }
}
