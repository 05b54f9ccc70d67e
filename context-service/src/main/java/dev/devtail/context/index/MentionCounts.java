package dev.devtail.context.index;

import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Mention;
import java.util.HashMap;
import java.util.Map;

/** How often each name is used in a workspace, but for where it is declared. Not thread-safe. */
final class MentionCounts {

  private final Map<String, Integer> counts = new HashMap<>();

  void add(CodeMap map) {
    for (Mention mention : map.mentions()) {
      counts.merge(mention.name(), 1, Integer::sum);
    }
  }

  /** What was added. */
  void remove(CodeMap map) {
    for (Mention mention : map.mentions()) {
      counts.computeIfPresent(mention.name(), (name, count) -> count == 1 ? null : count - 1);
    }
  }

  int of(String name) {
    return counts.getOrDefault(name, 0);
  }
}
