package dev.devtail.context.index;

import dev.devtail.context.workspace.Commit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What the history of a workspace says: which files were changed for what, when, and with which
 * others. Does not change.
 */
final class CommitIndex {

  static final CommitIndex NONE = new CommitIndex(List.of(), path -> -1);

  private static final double K1 = 1.2;
  private static final double B = 0.75;

  /** Commits whose messages are most like a task, that count. */
  private static final int MOST_SIMILAR = 100;

  /** A commit that changed more says nothing about which belong together. */
  private static final int MOST_TOGETHER = 30;

  /** Of one file, the latest. */
  private static final int MOST_OF_FILE = 50;

  /** So that a file that was changed once does not bring all others of that commit with it. */
  private static final double UNCERTAINTY = 3;

  /** After so many commits a change counts 1/e. */
  private static final double RECENT = 20;

  /** Commits that are looked at for what is recent. */
  private static final int MOST_RECENT = 200;

  /** A commit that is in this index. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(Commit commit, int[] files, int length) {

    double share() {
      return 1 / Math.sqrt(Math.max(1, files.length));
    }
  }

  /** The latest first. */
  private final List<Entry> entries = new ArrayList<>();

  private final Postings messages = new Postings();
  private final Map<Integer, List<Entry>> byFile = new HashMap<>();
  private final long length;

  /**
   * @param commits the latest first
   * @param files numbers of files by path; negative: unknown, and left out
   */
  CommitIndex(List<Commit> commits, ToIntFunction<String> files) {
    long words = 0;
    for (Commit commit : commits) {
      int[] changed = commit.paths().stream().mapToInt(files).filter(file -> file >= 0).toArray();
      Terms message = Terms.of(Messages.withoutTrailers(commit.message()));
      Entry entry = new Entry(commit, changed, message.length());
      for (int i = 0; i < message.size(); i++) {
        messages.add(message.words()[i], entries.size(), message.counts()[i]);
      }
      for (int file : changed) {
        byFile.computeIfAbsent(file, unknown -> new ArrayList<>(2)).add(entry);
      }
      entries.add(entry);
      words += message.length();
    }
    length = words;
  }

  /**
   * A commit that was made for something like a task.
   *
   * @param likeness 0 to 1, beside the one that is most alike
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Similar(Commit commit, int[] files, double likeness) {}

  /** Those that are most like a task, the most alike first. */
  List<Similar> similar(Terms task) {
    if (entries.isEmpty()) {
      return List.of();
    }
    Scores scores = new Scores(entries.size());
    double mean = Math.max(1.0, length / (double) entries.size());
    for (long word : task.words()) {
      int with = messages.documents(word);
      double weight = Math.log(1 + (entries.size() - with + 0.5) / (with + 0.5));
      messages.visit(
          word,
          (entry, count) -> {
            double norm = 1 - B + B * entries.get(entry).length() / mean;
            scores.add(entry, weight * count * (K1 + 1) / (count + K1 * norm));
          });
    }
    scores.normalized();
    List<Similar> similar = new ArrayList<>();
    for (int entry : Top.of(entries.size(), MOST_SIMILAR, scores::get)) {
      Entry found = entries.get(entry);
      similar.add(new Similar(found.commit(), found.files(), scores.get(entry)));
    }
    return similar;
  }

  /** Adds to each file how recently it was changed. */
  void recent(Scores scores) {
    for (int age = 0; age < Math.min(MOST_RECENT, entries.size()); age++) {
      Entry entry = entries.get(age);
      double recency = Math.exp(-age / RECENT) / Math.sqrt(1.0 + entry.files().length);
      for (int file : entry.files()) {
        scores.add(file, recency);
      }
    }
  }

  /**
   * Adds to the files that were changed along with one.
   *
   * @param weight of that one
   */
  void together(int file, double weight, Scores scores) {
    List<Entry> changes = byFile.getOrDefault(file, List.of());
    double all = UNCERTAINTY;
    Map<Integer, Double> others = new HashMap<>();
    for (Entry change : changes.subList(0, Math.min(MOST_OF_FILE, changes.size()))) {
      if (change.files().length <= MOST_TOGETHER) {
        all++;
        for (int other : change.files()) {
          if (other != file) {
            others.merge(other, Math.sqrt(2) * change.share(), Double::sum);
          }
        }
      }
    }
    for (Map.Entry<Integer, Double> other : others.entrySet()) {
      scores.add(other.getKey(), weight * other.getValue() / all);
    }
  }

  /** The latest that changed a file, at most so many. */
  List<Commit> of(int file, int most) {
    return byFile.getOrDefault(file, List.of()).stream().limit(most).map(Entry::commit).toList();
  }

  int size() {
    return entries.size();
  }
}
