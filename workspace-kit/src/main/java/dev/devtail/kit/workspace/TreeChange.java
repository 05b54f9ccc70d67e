package dev.devtail.kit.workspace;

import java.util.List;

/** What became of a workspace. */
public sealed interface TreeChange {

  /**
   * Files were written or made, others are gone.
   *
   * @param gone paths of those that are not there any more, or left out by now
   */
  record Files(List<TreeFile> present, List<String> gone) implements TreeChange {

    public Files {
      present = List.copyOf(present);
      gone = List.copyOf(gone);
    }
  }

  /** So much changed at once that the manifest is to be asked for again. */
  record Everything() implements TreeChange {}

  /** Another commit, or another branch, is checked out; each as in {@link GitHistory}. */
  record Head(String commit, String branch) implements TreeChange {}
}
