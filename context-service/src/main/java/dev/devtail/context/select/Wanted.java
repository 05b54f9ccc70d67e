package dev.devtail.context.select;

import java.util.List;
import java.util.stream.Stream;

/**
 * A file that a context should hold.
 *
 * @param weight how much it is wanted, beside others: what has more comes first where a budget does
 *     not hold all
 * @param least with less than this it is of no use
 * @param most more than this serves nothing
 * @param slices what {@link Depth#SLICES} shows, the most wanted first
 * @param symbols what {@link Depth#MAP} shows if not all fit, as places in {@link
 *     dev.devtail.syntax.CodeMap#symbols()}, the most wanted first
 * @param reasons in plain words, at least one
 */
public record Wanted(
    String path,
    double weight,
    Depth least,
    Depth most,
    List<LineRange> slices,
    List<Integer> symbols,
    List<String> reasons) {

  public Wanted {
    if (most.compareTo(least) < 0) {
      throw new IllegalArgumentException("most: " + most + " (expected: not below " + least + ")");
    }
    slices = List.copyOf(slices);
    symbols = List.copyOf(symbols);
    reasons = List.copyOf(reasons);
  }

  Wanted weighing(double other) {
    return new Wanted(path, other, least, most, slices, symbols, reasons);
  }

  /** This, with what another has of the same file after its own. */
  Wanted and(Wanted other) {
    return new Wanted(
        path,
        weight + other.weight,
        least,
        most,
        both(slices, other.slices),
        both(symbols, other.symbols),
        both(reasons, other.reasons));
  }

  private static <T> List<T> both(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).distinct().toList();
  }
}
