package dev.devtail.router.role;

import java.util.ArrayList;
import java.util.List;

/** Paths as models write them. The workspace itself decides what can be reached. */
final class WorkspacePaths {

  private static final int MAX_CHARS = 4096;

  private WorkspacePaths() {}

  /**
   * Relative to the workspace, without {@code .} and {@code ..}; empty for the workspace itself.
   *
   * @throws ToolMistakeException if it is none of a file in the workspace
   */
  static String of(String written) {
    if (written.startsWith("/") || written.length() > MAX_CHARS || written.indexOf('\0') >= 0) {
      throw new ToolMistakeException(
          "path: %s (expected: relative to the workspace)"
              .formatted(Texts.beginning(written, 200)));
    }
    List<String> parts = new ArrayList<>();
    for (String part : written.split("/", -1)) {
      if (part.equals("..")) {
        throw new ToolMistakeException("path: %s (expected: no ..)".formatted(written));
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  /**
   * As {@link #of}, for a file that is to change.
   *
   * @throws ToolMistakeException also if it is Git's own
   */
  static String toChange(String written) {
    String path = of(written);
    if (path.isEmpty()) {
      throw new ToolMistakeException("path: empty (expected: a file)");
    }
    if (List.of(path.split("/")).contains(".git")) {
      throw new ToolMistakeException("path: %s (expected: nothing of Git's own)".formatted(path));
    }
    return path;
  }
}
