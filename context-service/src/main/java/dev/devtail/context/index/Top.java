package dev.devtail.context.index;

import java.util.PriorityQueue;
import java.util.function.IntBinaryOperator;
import java.util.function.IntToDoubleFunction;

/** The numbers with the highest scores. */
final class Top {

  /** What is less apart is equal: sums of the same numbers differ by their order. */
  private static final double PRECISION = 1e5;

  private record Scored(int number, double score) {}

  private Top() {}

  /**
   * Of 0 to count - 1 those with the highest scores above 0, the highest first; of equal ones the
   * smaller number.
   */
  static int[] of(int count, int most, IntToDoubleFunction score) {
    return of(count, most, score, Integer::compare);
  }

  /**
   * As above.
   *
   * @param ties of equal ones which comes first
   */
  static int[] of(int count, int most, IntToDoubleFunction score, IntBinaryOperator ties) {
    PriorityQueue<Scored> kept =
        new PriorityQueue<>(
            (a, b) -> {
              int byScore = Double.compare(a.score(), b.score());
              return byScore != 0 ? byScore : ties.applyAsInt(b.number(), a.number());
            });
    for (int number = 0; number < count; number++) {
      double of = Math.rint(score.applyAsDouble(number) * PRECISION) / PRECISION;
      if (of > 0 && (kept.size() < most || of >= least(kept))) {
        kept.add(new Scored(number, of));
        if (kept.size() > most) {
          kept.remove();
        }
      }
    }
    int[] best = new int[kept.size()];
    for (int i = best.length - 1; i >= 0; i--) {
      best[i] = kept.remove().number();
    }
    return best;
  }

  private static double least(PriorityQueue<Scored> kept) {
    Scored worst = kept.peek();
    return worst == null ? 0 : worst.score();
  }
}
