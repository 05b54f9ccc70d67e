package dev.devtail.bench;

import java.util.Arrays;

/** Durations in nanoseconds, and their quantiles. */
final class Samples {

  private static final double NANOS_PER_MICRO = 1_000;

  private long[] values = new long[1024];
  private int count;

  void add(long nanos) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count++] = nanos;
  }

  int count() {
    return count;
  }

  /**
   * @param quantile from 0 to 1
   * @return in microseconds, 0 if nothing was measured
   */
  double micros(double quantile) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    int index = (int) Math.ceil(quantile * count) - 1;
    return sorted[Math.clamp(index, 0, count - 1)] / NANOS_PER_MICRO;
  }

  double millis(double quantile) {
    return micros(quantile) / NANOS_PER_MICRO;
  }
}
