package dev.devtail.context.workspace;

import java.util.List;

/**
 * The latest commits of a workspace.
 *
 * @param head the commit that is checked out; empty: none, or no Git
 * @param branch empty: none
 * @param uncommitted paths that differ from the head, by path
 * @param commits the latest first; merges are left out
 */
public record History(String head, String branch, List<String> uncommitted, List<Commit> commits) {

  public static final History NONE = new History("", "", List.of(), List.of());

  public History {
    uncommitted = List.copyOf(uncommitted);
    commits = List.copyOf(commits);
  }
}
