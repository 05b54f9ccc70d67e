package dev.devtail.terminal.domain;

import java.util.Comparator;
import java.util.List;

/** Chooses a terminal's size among those of its viewers. */
final class SizeChoice {

  private SizePolicy policy = SizePolicy.ACTIVE;

  SizePolicy policy() {
    return policy;
  }

  void use(SizePolicy newPolicy) {
    policy = newPolicy;
  }

  /**
   * @param now the size that holds until now
   * @param writers the viewers that count
   * @return {@code now} if there are none
   */
  WindowSize choose(WindowSize now, List<Viewer> writers) {
    if (writers.isEmpty()) {
      return now;
    }
    return switch (policy) {
      case ACTIVE ->
          writers.stream()
              .max(Comparator.comparingLong(Viewer::lastActive))
              .map(Viewer::size)
              .orElse(now);
      case SMALLEST -> writers.stream().map(Viewer::size).reduce(SizeChoice::overlap).orElse(now);
    };
  }

  /** What fits into both. The pixels are known only where one of them is all of it. */
  private static WindowSize overlap(WindowSize one, WindowSize other) {
    int columns = Math.min(one.columns(), other.columns());
    int rows = Math.min(one.rows(), other.rows());
    if (columns == one.columns() && rows == one.rows()) {
      return one;
    }
    if (columns == other.columns() && rows == other.rows()) {
      return other;
    }
    return new WindowSize(columns, rows);
  }
}
