package dev.devtail.bench.retrieval;

import dev.devtail.syntax.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/** Chooses commits that serve as samples: the latest, from the oldest of them to the newest. */
final class Samples {

  /** Files; a commit that changed more is no task that somebody has. */
  private static final int MOST_FILES = 20;

  private static final int LEAST_WORDS = 3;
  private static final int MOST_CHARACTERS = 2_000;

  private Samples() {}

  /** Commits that have one parent, the oldest first. */
  static List<RevCommit> candidates(Path repository, int most) throws IOException {
    Deque<RevCommit> commits = new ArrayDeque<>();
    try (Repository git = GitTree.open(repository);
        RevWalk walk = new RevWalk(git)) {
      ObjectId head = git.resolve("HEAD");
      if (head == null) {
        throw new IOException(repository + " has no commit");
      }
      walk.sort(RevSort.TOPO);
      walk.setRevFilter(RevFilter.NO_MERGES);
      walk.markStart(walk.parseCommit(head));
      for (RevCommit commit : walk) {
        if (commits.size() == most || commit.getParentCount() == 0) {
          break;
        }
        walk.parseBody(commit);
        walk.parseBody(commit.getParent(0));
        commits.addFirst(commit);
      }
    }
    return new ArrayList<>(commits);
  }

  /** Whether a commit can be one, by what it changed. */
  static boolean isFit(RevCommit commit, Map<String, List<Edit>> changed) {
    return !changed.isEmpty()
        && changed.size() <= MOST_FILES
        && task(commit).split("\\W+").length >= LEAST_WORDS;
  }

  static Map<String, List<Edit>> code(Map<String, List<Edit>> changed) {
    return changed.entrySet().stream()
        .filter(entry -> Language.of(entry.getKey()).isCode())
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }

  static String task(RevCommit commit) {
    String message =
        commit
            .getFullMessage()
            .lines()
            .filter(line -> !line.matches("(?i)[a-z-]+-by: .*"))
            .collect(Collectors.joining("\n"))
            .strip();
    return message.substring(0, Math.min(MOST_CHARACTERS, message.length()));
  }

  static Sample of(RevCommit commit, Map<String, List<Edit>> changed) {
    String task = task(commit);
    String lower = task.toLowerCase(Locale.ROOT);
    Set<String> unnamed =
        changed.keySet().stream()
            .filter(path -> !lower.contains(stem(path).toLowerCase(Locale.ROOT)))
            .collect(Collectors.toCollection(TreeSet::new));
    List<Sample.ChangedLine> lines = new ArrayList<>();
    changed.forEach(
        (path, edits) -> {
          for (Edit edit : edits) {
            lines.add(new Sample.ChangedLine(path, Math.max(1, edit.getBeginA() + 1)));
          }
        });
    return new Sample(task, changed.keySet(), unnamed, lines);
  }

  private static String stem(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.indexOf('.', 1);
    return dot < 0 ? name : name.substring(0, dot);
  }
}
