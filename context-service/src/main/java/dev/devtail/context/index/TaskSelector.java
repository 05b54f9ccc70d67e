package dev.devtail.context.index;

import dev.devtail.context.select.Depth;
import dev.devtail.context.select.LineRange;
import dev.devtail.context.select.Selection;
import dev.devtail.context.select.Wanted;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Wants the files that serve a task, and of each the symbols and lines that speak of it: many files
 * with little of each, and more of the best ones while there is room.
 */
public final class TaskSelector {

  /** Tokens of a budget for each file that is wanted: what is left goes into more of the best. */
  static final int TOKENS_PER_FILE = 100;

  static final int LEAST_FILES = 8;
  static final int MOST_FILES = 500;

  /** Files of which more than what they declare is wanted. */
  private static final int SLICED_FILES = 30;

  private static final int SLICES = 6;

  /** Lines; of a longer symbol the parts are wanted, not all of it. */
  private static final int LONGEST_SLICE = 120;

  private static final double IN_NAME = 3;

  private TaskSelector() {}

  /**
   * @param budget in tokens
   */
  public static Selection select(WorkspaceIndex index, String task, long budget) {
    long files = Math.clamp(budget / TOKENS_PER_FILE, LEAST_FILES, MOST_FILES);
    Terms words = Terms.of(Messages.withoutTrailers(task));
    List<Wanted> wanted = new ArrayList<>();
    for (RankedFile file : index.rank(task, (int) files)) {
      index
          .map(file.path())
          .ifPresent(map -> wanted.add(wanted(index, file, map, words, wanted.size())));
    }
    return new Selection(wanted);
  }

  private static Wanted wanted(
      WorkspaceIndex index, RankedFile file, CodeMap map, Terms words, int rank) {
    List<Symbol> symbols = map.symbols();
    double[] scores = symbols.stream().mapToDouble(symbol -> score(index, symbol, words)).toArray();
    List<Integer> best =
        IntStream.of(Top.of(symbols.size(), symbols.size(), i -> scores[i])).boxed().toList();
    List<LineRange> slices =
        rank < SLICED_FILES
            ? best.stream()
                .map(symbols::get)
                .filter(symbol -> symbol.lastLine() - symbol.firstLine() < LONGEST_SLICE)
                .limit(SLICES)
                .map(symbol -> new LineRange(symbol.firstLine(), symbol.lastLine()))
                .toList()
            : List.of();
    Depth most = rank < SLICED_FILES ? Depth.WHOLE : Depth.MAP;
    return new Wanted(file.path(), file.score(), Depth.MAP, most, slices, best, file.reasons());
  }

  private static double score(WorkspaceIndex index, Symbol symbol, Terms words) {
    return IN_NAME * common(index, Terms.of(symbol.name()), words)
        + common(index, Terms.of(symbol.signature()), words)
        + common(index, Terms.of(symbol.doc()), words);
  }

  private static double common(WorkspaceIndex index, Terms of, Terms words) {
    double score = 0;
    for (long word : of.words()) {
      if (words.count(word) > 0) {
        score += index.weight(word);
      }
    }
    return score;
  }
}
