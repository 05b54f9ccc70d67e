package dev.devtail.kit.workspace;

import java.util.List;

/**
 * The latest commits that changed a workspace.
 *
 * @param head the commit that is checked out; empty: none, or no Git
 * @param branch empty: none
 * @param uncommitted paths that differ from the head, by path
 * @param commits the latest first; merges are left out
 */
public record GitHistory(
    String head, String branch, List<String> uncommitted, List<GitCommit> commits) {

  public static final GitHistory NONE = new GitHistory("", "", List.of(), List.of());

  public GitHistory {
    uncommitted = List.copyOf(uncommitted);
    commits = List.copyOf(commits);
  }
}
