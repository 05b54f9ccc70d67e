package dev.devtail.context.select;

import dev.devtail.context.workspace.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that have changed since some moment, those that are not committed first.
 *
 * @param problem why it cannot be said, for people; empty if it can
 */
record Changes(Set<String> paths, String problem) {

  private static final Pattern AGO = Pattern.compile("(\\d{1,5}) (minute|hour|day|week)s?");

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

  private static final Map<String, Duration> UNITS =
      Map.of(
          "minute", Duration.ofMinutes(1),
          "hour", Duration.ofHours(1),
          "day", Duration.ofDays(1),
          "week", Duration.ofDays(7));

  /**
   * @param since a branch, a commit, or a time ago as in {@code 3 days}
   */
  static Changes since(String since, RuleFacts facts) {
    Matcher ago = AGO.matcher(since.toLowerCase(Locale.ROOT));
    if (ago.matches()) {
      Duration unit = UNITS.getOrDefault(ago.group(2), Duration.ZERO);
      return after(facts.now().minus(unit.multipliedBy(Long.parseLong(ago.group(1)))), facts);
    }
    String commit = facts.branches().getOrDefault(since, since.toLowerCase(Locale.ROOT));
    return COMMIT.matcher(commit).matches()
        ? upTo(commit, facts)
        : problem(since + " (expected: a commit, a branch, or a time ago as in 3 days)");
  }

  private static Changes after(Instant moment, RuleFacts facts) {
    Set<String> paths = new LinkedHashSet<>(facts.history().uncommitted());
    for (Commit commit : facts.history().commits()) {
      if (commit.time().isAfter(moment)) {
        paths.addAll(commit.paths());
      }
    }
    return new Changes(paths, "");
  }

  private static Changes upTo(String id, RuleFacts facts) {
    Set<String> paths = new LinkedHashSet<>(facts.history().uncommitted());
    List<Commit> commits = facts.history().commits();
    for (Commit commit : commits) {
      if (commit.id().startsWith(id)) {
        return new Changes(paths, "");
      }
      paths.addAll(commit.paths());
    }
    return problem("commit %s is not among the last %d".formatted(id, commits.size()));
  }

  private static Changes problem(String message) {
    return new Changes(Set.of(), message);
  }
}
