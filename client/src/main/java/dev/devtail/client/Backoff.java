package dev.devtail.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: any delay from zero to the bound, so that clients that were
 * cut off together do not come back together.
 *
 * @param base bound of the first delay
 * @param cap largest bound
 */
public record Backoff(Duration base, Duration cap) {

  /** As asciinema's player has it. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

  private static final int MAX_DOUBLINGS = 20;

  public Backoff {
    if (!base.isPositive() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "backoff: base %s, cap %s (expected: 0 < base <= cap)".formatted(base, cap));
    }
  }

  /**
   * @param attempt how many have failed, from 1
   */
  Duration delay(int attempt, RandomGenerator random) {
    long bound = base.toNanos() << Math.min(attempt - 1, MAX_DOUBLINGS);
    return Duration.ofNanos(random.nextLong(Math.min(bound, cap.toNanos()) + 1));
  }
}
