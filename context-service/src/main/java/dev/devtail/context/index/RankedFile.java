package dev.devtail.context.index;

import java.util.List;

/**
 * A file that serves a task.
 *
 * @param score beside others of the same ranking
 * @param reasons in plain words, at least one
 */
public record RankedFile(String path, double score, List<String> reasons) {

  public RankedFile {
    reasons = List.copyOf(reasons);
  }
}
