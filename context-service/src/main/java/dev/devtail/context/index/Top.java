package dev.devtail.context.index;

import java.util.PriorityQueue;
import java.util.function.IntToDoubleFunction;

/** The numbers with the highest scores. */
final class Top {

  private record Scored(int number, double score) {}

  private Top() {}

  /**
   * Of 0 to count - 1 those with the highest scores above 0, the highest first; of equal ones the
   * smaller number.
   */
  static int[] of(int count, int most, IntToDoubleFunction score) {
    PriorityQueue<Scored> kept =
        new PriorityQueue<>((a, b) -> better(a, b) ? 1 : better(b, a) ? -1 : 0);
    for (int number = 0; number < count; number++) {
      double of = score.applyAsDouble(number);
      if (of > 0 && (kept.size() < most || of > least(kept))) {
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

  private static boolean better(Scored a, Scored b) {
    return a.score() > b.score() || (a.score() == b.score() && a.number() < b.number());
  }
}
