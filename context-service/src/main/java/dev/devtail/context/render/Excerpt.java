package dev.devtail.context.render;

import dev.devtail.context.select.LineRange;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.Symbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signatures and ranges of lines of a file, in its order, and where something is left out. */
final class Excerpt {

  /** A line of what is shown, in its order. */
  sealed interface Entry {

    /** Something is left out here. */
    record Gap() implements Entry {}

    /** Symbols that follow each other, as places in the map. */
    record Signatures(int first, int last) implements Entry {}

    record Lines(LineRange range) implements Entry {}
  }

  private final CodeMap map;
  private final List<Entry> entries = new ArrayList<>();

  /** The first symbol that comes after what has been added. */
  private int nextSymbol;

  /** What was added last, if that are lines. */
  private @Nullable LineRange lastRange;

  private Excerpt(CodeMap map) {
    this.map = map;
  }

  /**
   * @param symbols ascending; those that begin within a range are shown there
   * @param ranges ascending and apart
   * @param lines of the file
   */
  static List<Entry> of(CodeMap map, List<Integer> symbols, List<LineRange> ranges, int lines) {
    Excerpt excerpt = new Excerpt(map);
    int at = 0;
    for (LineRange range : ranges) {
      int from = excerpt.firstFrom(range.first());
      int to = excerpt.firstFrom(range.last() + 1);
      at = excerpt.signatures(symbols, at, from);
      while (at < symbols.size() && symbols.get(at) < to) {
        at++;
      }
      excerpt.lines(range, from, to);
    }
    excerpt.signatures(symbols, at, map.symbols().size());
    excerpt.end(lines);
    return excerpt.entries;
  }

  /** The first symbol from a line on. */
  private int firstFrom(int line) {
    int symbol = nextSymbol;
    while (symbol < map.symbols().size() && map.symbols().get(symbol).firstLine() < line) {
      symbol++;
    }
    return symbol;
  }

  private int signatures(List<Integer> symbols, int at, int before) {
    int from = at;
    while (from < symbols.size() && symbols.get(from) < before) {
      int to = from + 1;
      while (to < symbols.size()
          && symbols.get(to) == symbols.get(to - 1) + 1
          && symbols.get(to) < before) {
        to++;
      }
      int first = symbols.get(from);
      Symbol symbol = map.symbols().get(first);
      gapIf(first > nextSymbol || lastRange != null && symbol.firstLine() > lastRange.last() + 1);
      entries.add(new Entry.Signatures(first, symbols.get(to - 1)));
      nextSymbol = symbols.get(to - 1) + 1;
      lastRange = null;
      from = to;
    }
    return from;
  }

  private void lines(LineRange range, int firstWithin, int firstAfter) {
    gapIf(firstWithin > nextSymbol || lastRange != null);
    entries.add(new Entry.Lines(range));
    nextSymbol = firstAfter;
    lastRange = range;
  }

  private void end(int lines) {
    gapIf(nextSymbol < map.symbols().size() || lastRange != null && lastRange.last() < lines);
  }

  private void gapIf(boolean leftOut) {
    if (leftOut) {
      entries.add(new Entry.Gap());
    }
  }
}
