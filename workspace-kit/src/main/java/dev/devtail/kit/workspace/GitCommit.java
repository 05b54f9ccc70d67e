package dev.devtail.kit.workspace;

import java.time.Instant;
import java.util.List;

/**
 * A commit, without its content.
 *
 * @param id its hash, in hexadecimal digits
 * @param author a name
 * @param message at most {@link #MAX_MESSAGE} characters of it
 * @param paths what it changed against its first parent, at most {@link #MAX_PATHS} of them;
 *     relative to the workspace
 */
public record GitCommit(
    String id, Instant time, String author, String message, List<String> paths) {

  public static final int MAX_MESSAGE = 2_000;
  public static final int MAX_PATHS = 200;

  public GitCommit {
    paths = List.copyOf(paths);
  }
}
