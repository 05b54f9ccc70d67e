package dev.devtail.context.index;

import dev.devtail.context.index.CommitIndex.Similar;
import dev.devtail.context.index.WorkspaceIndex.File;
import dev.devtail.context.workspace.Commit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ranks the files of a workspace by how well they serve a task: by its words in their text and
 * path, by what commits with such messages changed, by what is changed along with those, and by
 * what was changed lately. Each of these is 0 to 1 beside the best; the weights come from {@code
 * devtail bench retrieval} over its five repositories for development.
 */
final class TaskRanking {

  private static final double BY_TEXT = 0.9;
  private static final double BY_PATH = 0.7;
  private static final double BY_NAME = 0.25;
  private static final double BY_SIMILAR_COMMITS = 0.9;
  private static final double BY_MOST_SIMILAR_COMMIT = 0.25;
  private static final double BY_RECENCY = 0.65;
  private static final double BY_CHANGED_ALONG = 0.4;
  private static final double BY_DIRECTORY = 0.2;

  /** What is no code is seldom what has to be changed, though its prose has the words of tasks. */
  private static final double OF_NO_CODE = 0.5;

  /** Files that are surely right, from which one goes on to those beside them. */
  private static final int SEEDS = 20;

  private static final double SEED_BY_TEXT = 1;
  private static final double SEED_BY_COMMITS = 0.5;
  private static final double SEED_BY_PATH = 0.3;

  /** What gave less than this much of a score is no reason that one would name. */
  private static final double WORTH_NAMING = 0.1;

  private static final int WORDS_NAMED = 5;
  private static final int TITLE_LENGTH = 60;

  private final List<@Nullable File> files;
  private final TextIndex index;
  private final CommitIndex commits;
  private final String task;
  private final Terms words;
  private final Scores text;
  private final Scores path;
  private final Scores name;
  private final Scores similar;
  private final Scores mostSimilar;
  private final Scores recency;
  private final Scores along;
  private final Scores directory;

  /** The commit that speaks most for a file. */
  private final Map<Integer, Similar> witnesses = new HashMap<>();

  /** The seed that brought a file. */
  private final Map<Integer, Integer> companions = new HashMap<>();

  TaskRanking(
      List<@Nullable File> files,
      int[] lengths,
      TextIndex index,
      CommitIndex commits,
      String task) {
    this.files = files;
    this.index = index;
    this.commits = commits;
    this.task = Messages.withoutTrailers(task);
    this.words = Terms.of(this.task);
    int count = files.size();
    text = new Scores(count);
    path = new Scores(count);
    name = new Scores(count);
    similar = new Scores(count);
    mostSimilar = new Scores(count);
    recency = new Scores(count);
    along = new Scores(count);
    directory = new Scores(count);
    index.score(words, lengths, text, path);
    text.normalized();
    path.normalized();
    byNames();
    byCommits();
    commits.recent(recency);
    bySeeds();
  }

  private void byNames() {
    for (int number = 0; number < files.size(); number++) {
      File file = files.get(number);
      if (file != null && path.get(number) > 0) {
        Terms stem = Terms.of(Paths.stem(file.path()));
        int common = 0;
        for (long word : stem.words()) {
          common += words.count(word) > 0 ? 1 : 0;
        }
        name.add(number, common / (double) Math.max(1, stem.size()));
      }
    }
  }

  private void byCommits() {
    for (Similar commit : commits.similar(words)) {
      double share = 1 / Math.sqrt(Math.max(1, commit.files().length));
      double likeness = commit.likeness();
      for (int file : commit.files()) {
        similar.add(file, likeness * likeness * share);
        mostSimilar.atLeast(file, likeness * likeness * likeness * share);
        witnesses.putIfAbsent(file, commit);
      }
    }
    similar.normalized();
    mostSimilar.normalized();
  }

  private void bySeeds() {
    Map<String, Double> directories = new HashMap<>();
    for (int seed : Top.of(files.size(), SEEDS, this::seed, this::byPath)) {
      File file = files.get(seed);
      if (file != null) {
        Scores others = new Scores(files.size());
        commits.together(seed, seed(seed), others);
        for (int other = 0; other < files.size(); other++) {
          if (others.get(other) > 0) {
            along.add(other, others.get(other));
            companions.putIfAbsent(other, seed);
          }
        }
        directories.merge(Paths.home(file.path()), seed(seed), Double::sum);
      }
    }
    along.normalized();
    for (int number = 0; number < files.size(); number++) {
      File file = files.get(number);
      if (file != null) {
        directory.add(number, directories.getOrDefault(Paths.home(file.path()), 0.0));
      }
    }
    directory.normalized();
  }

  private double seed(int file) {
    return files.get(file) == null
        ? 0
        : SEED_BY_TEXT * text.get(file)
            + SEED_BY_COMMITS * similar.get(file)
            + SEED_BY_PATH * path.get(file);
  }

  private double score(int number) {
    File file = files.get(number);
    if (file == null) {
      return 0;
    }
    double score =
        BY_TEXT * text.get(number)
            + BY_PATH * path.get(number)
            + BY_NAME * name.get(number)
            + BY_SIMILAR_COMMITS * similar.get(number)
            + BY_MOST_SIMILAR_COMMIT * mostSimilar.get(number)
            + BY_RECENCY * recency.get(number)
            + BY_CHANGED_ALONG * along.get(number)
            + BY_DIRECTORY * directory.get(number);
    return file.facts().language().isCode() ? score : OF_NO_CODE * score;
  }

  private int byPath(int one, int other) {
    File first = files.get(one);
    File second = files.get(other);
    return first == null || second == null
        ? Integer.compare(one, other)
        : first.path().compareTo(second.path());
  }

  /** The best files, the best first. */
  List<RankedFile> best(int most) {
    List<RankedFile> best = new ArrayList<>();
    for (int number : Top.of(files.size(), most, this::score, this::byPath)) {
      File file = files.get(number);
      if (file != null) {
        best.add(new RankedFile(file.path(), score(number), reasons(number, file)));
      }
    }
    return best;
  }

  private List<String> reasons(int number, File file) {
    List<String> reasons = new ArrayList<>();
    double worth = WORTH_NAMING * score(number);
    if (BY_TEXT * text.get(number) + BY_PATH * path.get(number) >= worth) {
      List<String> common = common(file);
      if (!common.isEmpty()) {
        reasons.add("holds " + String.join(", ", common));
      }
    }
    Similar witness = witnesses.get(number);
    if (witness != null && BY_SIMILAR_COMMITS * similar.get(number) >= worth) {
      reasons.add("changed for the like: " + title(witness.commit()));
    }
    Integer companion = companions.get(number);
    File other = companion == null ? null : files.get(companion);
    if (other != null && BY_CHANGED_ALONG * along.get(number) >= worth) {
      reasons.add("changed along with " + other.path());
    }
    if (BY_RECENCY * recency.get(number) >= worth) {
      reasons.add("changed lately");
    }
    return reasons.isEmpty() ? List.of("near others that were found") : reasons;
  }

  /** Those of the task's words that say most about a file, as they were written. */
  private List<String> common(File file) {
    Map<String, Double> weights = new HashMap<>();
    for (String token : task.split("[^\\p{L}\\p{N}_.]+")) {
      Words.of(
          token,
          (word, compound) -> {
            if (file.facts().terms().count(word) > 0 || file.pathTerms().count(word) > 0) {
              weights.merge(token, index.weight(word), Math::max);
            }
          });
    }
    Set<String> seen = new HashSet<>();
    return weights.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .filter(token -> seen.add(token.toLowerCase(Locale.ROOT)))
        .limit(WORDS_NAMED)
        .toList();
  }

  private static String title(Commit commit) {
    String first = commit.message().lines().findFirst().orElse("").strip();
    String title =
        first.length() <= TITLE_LENGTH ? first : first.substring(0, TITLE_LENGTH - 1) + "…";
    return commit.id().substring(0, Math.min(8, commit.id().length())) + " " + title;
  }
}
