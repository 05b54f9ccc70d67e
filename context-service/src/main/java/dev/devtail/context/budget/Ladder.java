package dev.devtail.context.budget;

import dev.devtail.context.render.PrintableFile;
import dev.devtail.context.render.View;
import dev.devtail.context.select.Depth;
import dev.devtail.context.select.LineRange;
import dev.devtail.context.select.Wanted;
import dev.devtail.syntax.Symbol;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ways in which a wanted file may be shown, the least first: a map of few symbols, of more, of
 * all; the slices that are wanted most, more of them, all; the whole file.
 */
final class Ladder {

  /** Symbols of the least map, without what they are declared in. */
  private static final int FEW = 4;

  /** The next one has so many times more. */
  private static final int GROWTH = 4;

  /** What of a file's slices is ever shown. */
  private static final int MAX_SLICES = 256;

  /** With a size of symbols (maps) or of slices. */
  private record Rung(Depth depth, int size) {}

  private final Wanted wanted;
  private final PrintableFile file;
  private final List<LineRange> slices;
  private final List<Rung> rungs;

  Ladder(Candidate candidate) {
    this.wanted = candidate.wanted();
    this.file = candidate.file();
    this.slices = file.hasContent() ? within(wanted.slices(), file.lines()) : List.of();
    this.rungs = rungs();
  }

  private static List<LineRange> within(List<LineRange> slices, int lines) {
    List<LineRange> within = new ArrayList<>();
    for (LineRange slice : slices) {
      if (slice.first() <= lines && within.size() < MAX_SLICES) {
        within.add(new LineRange(slice.first(), Math.min(slice.last(), lines)));
      }
    }
    return within;
  }

  private List<Rung> rungs() {
    List<Rung> all = new ArrayList<>();
    boolean nothingToSlice = file.hasContent() && slices.isEmpty();
    if (wanted.least() == Depth.MAP || wanted.least() == Depth.SLICES && nothingToSlice) {
      sizes(Depth.MAP, file.map().symbols().size(), FEW, all);
      if (all.isEmpty()) {
        all.add(new Rung(Depth.MAP, 0));
      }
    }
    if (file.hasContent() && wanted.most() != Depth.MAP) {
      if (wanted.least() != Depth.WHOLE) {
        sizes(Depth.SLICES, slices.size(), 1, all);
      }
      if (wanted.most() == Depth.WHOLE) {
        all.add(new Rung(Depth.WHOLE, 0));
      }
    }
    return all;
  }

  private static void sizes(Depth depth, int all, int first, List<Rung> rungs) {
    for (int size = first; size < all; size *= GROWTH) {
      rungs.add(new Rung(depth, size));
    }
    if (all > 0) {
      rungs.add(new Rung(depth, all));
    }
  }

  /** How many ways there are. */
  int size() {
    return rungs.size();
  }

  /** Whether the highest is the whole file. */
  boolean endsWhole() {
    return !rungs.isEmpty() && rungs.getLast().depth() == Depth.WHOLE;
  }

  /** The first one above it that shows the file in another depth. */
  int nextDepth(int rung) {
    int higher = rung + 1;
    while (higher < rungs.size() && rungs.get(higher).depth() == rungs.get(rung).depth()) {
      higher++;
    }
    return higher;
  }

  /** One of them, the least is 0. */
  View view(int rung) {
    Rung at = rungs.get(rung);
    return switch (at.depth()) {
      case MAP -> new View.Map(mapped(at.size()));
      case SLICES -> sliced(merged(slices.subList(0, at.size())));
      case WHOLE -> new View.Whole();
    };
  }

  private List<Integer> mapped(int size) {
    if (size < file.map().symbols().size()) {
      return places(chosen(size));
    }
    BitSet all = new BitSet();
    all.set(0, size);
    return places(all);
  }

  private static List<Integer> places(BitSet symbols) {
    List<Integer> places = new ArrayList<>(symbols.cardinality());
    for (int i = symbols.nextSetBit(0); i >= 0; i = symbols.nextSetBit(i + 1)) {
      places.add(i);
    }
    return places;
  }

  /** The most wanted symbols, with what they are declared in. */
  private BitSet chosen(int size) {
    List<Symbol> symbols = file.map().symbols();
    List<Integer> first = wanted.symbols().isEmpty() ? outermost(symbols, size) : wanted.symbols();
    BitSet chosen = new BitSet(symbols.size());
    for (int i = 0; i < Math.min(size, first.size()); i++) {
      if (first.get(i) >= 0 && first.get(i) < symbols.size()) {
        chosen.set(first.get(i));
      }
    }
    return withParents(chosen, symbols);
  }

  private static List<Integer> outermost(List<Symbol> symbols, int size) {
    return IntStream.range(0, symbols.size())
        .boxed()
        .sorted(Comparator.comparingInt(symbol -> depth(symbols, symbol)))
        .limit(size)
        .toList();
  }

  private static int depth(List<Symbol> symbols, int symbol) {
    int depth = 0;
    for (int at = symbols.get(symbol).parent(); at >= 0; at = symbols.get(at).parent()) {
      depth++;
    }
    return depth;
  }

  private static BitSet withParents(BitSet chosen, List<Symbol> symbols) {
    for (int i = chosen.length() - 1; i >= 0; i--) {
      int parent = symbols.get(i).parent();
      if (chosen.get(i) && parent >= 0) {
        chosen.set(parent);
      }
    }
    return chosen;
  }

  private static List<LineRange> merged(List<LineRange> ranges) {
    List<LineRange> merged = new ArrayList<>();
    for (LineRange range :
        ranges.stream().sorted(Comparator.comparingInt(LineRange::first)).toList()) {
      if (!merged.isEmpty() && range.first() <= merged.getLast().last() + 1) {
        LineRange before = merged.removeLast();
        merged.add(new LineRange(before.first(), Math.max(before.last(), range.last())));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }

  private View sliced(List<LineRange> ranges) {
    List<Symbol> symbols = file.map().symbols();
    BitSet shown = chosen(FEW);
    for (int i = 0; i < symbols.size(); i++) {
      Symbol symbol = symbols.get(i);
      if (ranges.stream()
          .anyMatch(
              range -> symbol.firstLine() < range.first() && symbol.lastLine() >= range.first())) {
        shown.set(i);
      }
    }
    return new View.Slices(places(withParents(shown, symbols)), ranges);
  }
}
