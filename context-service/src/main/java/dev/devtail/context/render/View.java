package dev.devtail.context.render;

import dev.devtail.context.select.Depth;
import dev.devtail.context.select.LineRange;
import java.util.List;

/** What of a file is shown. */
public sealed interface View {

  Depth depth();

  /**
   * Signatures.
   *
   * @param symbols places in the code map, ascending
   */
  record Map(List<Integer> symbols) implements View {

    public Map {
      symbols = List.copyOf(symbols);
    }

    @Override
    public Depth depth() {
      return Depth.MAP;
    }
  }

  /**
   * Lines, and signatures of what is not among them.
   *
   * @param symbols places in the code map, ascending
   * @param ranges ascending, apart from each other, within the file
   */
  record Slices(List<Integer> symbols, List<LineRange> ranges) implements View {

    public Slices {
      symbols = List.copyOf(symbols);
      ranges = List.copyOf(ranges);
    }

    @Override
    public Depth depth() {
      return Depth.SLICES;
    }
  }

  /** All lines. */
  record Whole() implements View {

    @Override
    public Depth depth() {
      return Depth.WHOLE;
    }
  }
}
