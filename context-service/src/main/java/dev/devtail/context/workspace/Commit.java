package dev.devtail.context.workspace;

import java.time.Instant;
import java.util.List;

/**
 * A commit, without its content.
 *
 * @param id its hash, in hexadecimal digits
 * @param message at most 2 000 characters of it
 * @param paths what it changed against its first parent, at most 200 of them; relative to the
 *     workspace
 */
public record Commit(String id, Instant time, String author, String message, List<String> paths) {

  public Commit {
    paths = List.copyOf(paths);
  }
}
