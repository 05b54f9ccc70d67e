package dev.devtail.context.index;

import dev.devtail.context.select.CodeIndex;
import dev.devtail.context.workspace.History;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Mention;
import dev.devtail.syntax.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a workspace now. An edit costs what the words of its file cost; each question is
 * answered of one moment. Thread-safe.
 */
public final class WorkspaceIndex implements CodeIndex {

  /** A file that is here. */
  record File(String path, FileFacts facts, Terms pathTerms) {}

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final TreeMap<String, Integer> numbers = new TreeMap<>();

  /** By number; null: nobody has that now. */
  private final List<@Nullable File> files = new ArrayList<>();

  /**
   * Numbers of files that are gone, by path. The commits still name them so: nobody else has them
   * before these are read anew.
   */
  private final Map<String, Integer> retired = new HashMap<>();

  /** Numbers that nothing names. */
  private final List<Integer> free = new ArrayList<>();

  private final TextIndex text = new TextIndex();
  private final MentionCounts mentions = new MentionCounts();
  private int[] lengths = new int[1024];
  private History history = History.NONE;
  private CommitIndex commits = CommitIndex.NONE;

  /** Takes a file, or what it has become. */
  public void put(String path, FileFacts facts) {
    writing(
        () -> {
          takeOut(path);
          int number = number(path);
          File file = new File(path, facts, Terms.of(path));
          if (number == files.size()) {
            files.add(file);
          } else {
            files.set(number, file);
          }
          numbers.put(path, number);
          if (number >= lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * lengths.length);
          }
          lengths[number] = facts.terms().length();
          text.add(number, facts.terms(), file.pathTerms());
          mentions.add(facts.map());
        });
  }

  /** Forgets a file; nothing if it is not here. */
  public void remove(String path) {
    writing(() -> takeOut(path));
  }

  private void takeOut(String path) {
    Integer number = numbers.remove(path);
    File file = number == null ? null : files.set(number, null);
    if (number != null && file != null) {
      retired.put(path, number);
      text.remove(number, file.facts().terms(), file.pathTerms());
      mentions.remove(file.facts().map());
    }
  }

  private int number(String path) {
    Integer retiredNumber = retired.remove(path);
    if (retiredNumber != null) {
      return retiredNumber;
    }
    return free.isEmpty() ? files.size() : free.removeLast();
  }

  /** Takes the latest commits, in place of those that it had. */
  public void history(History latest) {
    writing(
        () -> {
          history = latest;
          free.addAll(retired.values());
          retired.clear();
          commits = new CommitIndex(latest.commits(), path -> numbers.getOrDefault(path, -1));
        });
  }

  /** As it was given last. */
  public History history() {
    return reading(() -> history);
  }

  /**
   * The files that serve a task, the best first.
   *
   * @param task in the words of who has it: a message of a commit, a question, an error
   * @param most of them
   */
  public List<RankedFile> rank(String task, int most) {
    return reading(() -> new TaskRanking(files, lengths, text, commits, task).best(most));
  }

  /** How much a word says: the more, the fewer files hold it. */
  double weight(long word) {
    return reading(() -> text.weight(word));
  }

  /** What is known of a file. */
  public Optional<FileFacts> facts(String path) {
    return reading(() -> file(path).map(File::facts));
  }

  /** How many files there are. */
  public int size() {
    return reading(numbers::size);
  }

  /** How often a name is used anywhere, but for where it is declared. */
  public int references(String name) {
    return reading(() -> mentions.of(name));
  }

  @Override
  public List<String> paths() {
    return reading(() -> List.copyOf(numbers.keySet()));
  }

  @Override
  public Optional<CodeMap> map(String path) {
    return facts(path).map(FileFacts::map);
  }

  @Override
  public List<Place> mentionsOf(String name) {
    return places(
        name,
        (file, found) -> {
          for (Mention mention : file.facts().map().mentions()) {
            if (mention.name().equals(name)) {
              found.add(new Place(file.path(), mention.line()));
            }
          }
        });
  }

  @Override
  public List<Place> declarationsOf(String name) {
    return places(
        name,
        (file, found) -> {
          for (Symbol symbol : file.facts().map().symbols()) {
            if (symbol.name().equals(name)) {
              found.add(new Place(file.path(), symbol.firstLine()));
            }
          }
        });
  }

  private interface Finder {
    void find(File file, List<Place> found);
  }

  private List<Place> places(String name, Finder finder) {
    return reading(
        () -> {
          Map<String, File> holding = new TreeMap<>();
          text.files(
              Words.whole(name),
              number -> {
                File file = files.get(number);
                if (file != null) {
                  holding.put(file.path(), file);
                }
              });
          List<Place> found = new ArrayList<>();
          holding.values().forEach(file -> finder.find(file, found));
          return found;
        });
  }

  private Optional<File> file(String path) {
    return Optional.ofNullable(numbers.get(path)).map(files::get);
  }

  private <T> T reading(Supplier<T> question) {
    lock.readLock().lock();
    try {
      return question.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void writing(Runnable change) {
    lock.writeLock().lock();
    try {
      change.run();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
