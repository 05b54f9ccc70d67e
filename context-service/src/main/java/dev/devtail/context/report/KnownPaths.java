package dev.devtail.context.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the files of a workspace that reports mean, however they write their paths. */
final class KnownPaths {

  private final Map<String, List<String>> byName = new HashMap<>();

  KnownPaths(Iterable<String> paths) {
    for (String path : paths) {
      byName.computeIfAbsent(name(path), any -> new ArrayList<>()).add(path);
    }
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * The file that has most of the end of a path; empty if there is none, or several have as much.
   *
   * @param written relative to anything, or absolute
   */
  Optional<String> find(String written) {
    String path = written.replace('\\', '/');
    String best = "";
    int most = 0;
    boolean several = false;
    for (String candidate : byName.getOrDefault(name(path), List.of())) {
      int same = sameNames(candidate, path);
      several = same == most || several && same < most;
      if (same > most) {
        most = same;
        best = candidate;
      }
    }
    return best.isEmpty() || several ? Optional.empty() : Optional.of(best);
  }

  /** How many names at the end are the same. */
  private static int sameNames(String one, String other) {
    String[] ones = one.split("/", -1);
    String[] others = other.split("/", -1);
    int same = 0;
    while (same < Math.min(ones.length, others.length)
        && ones[ones.length - 1 - same].equals(others[others.length - 1 - same])) {
      same++;
    }
    return same;
  }
}
