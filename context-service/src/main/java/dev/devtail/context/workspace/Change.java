package dev.devtail.context.workspace;

import java.util.List;

/** What became of a workspace. */
public sealed interface Change {

  /**
   * Files were written or made, others are gone.
   *
   * @param gone paths
   */
  record Files(List<WorkspaceFile> present, List<String> gone) implements Change {}

  /** So much changed at once that the manifest is to be asked for again. */
  record Everything() implements Change {}

  /**
   * Another commit, or another branch, is checked out.
   *
   * @param commit its hash, in hexadecimal digits; empty: none, or no Git
   * @param branch empty: none
   */
  record Head(String commit, String branch) implements Change {}
}
