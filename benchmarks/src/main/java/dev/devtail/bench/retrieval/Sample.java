package dev.devtail.bench.retrieval;

import java.util.List;
import java.util.Set;

/**
 * A task whose answer is known: a commit.
 *
 * @param task its message, without who signed it
 * @param files that it changed and that were there before
 * @param unnamed those of them whose names are not in the message
 * @param lines of these files, as they were, that it changed
 */
record Sample(String task, Set<String> files, Set<String> unnamed, List<ChangedLine> lines) {

  /**
   * @param line counted from 1
   */
  record ChangedLine(String path, int line) {}
}
