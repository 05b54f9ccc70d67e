package dev.devtail.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final long SEED = 20261121;

  private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

  private Duration bound(int attempt) {
    return Duration.ofMillis(Math.min(10_000, 500L << Math.min(attempt - 1, 10)));
  }

  @Test
  void eachDelayIsBetweenZeroAndItsBound() {
    Random random = new Random(SEED);
    for (int attempt = 1; attempt < 200; attempt++) {
      for (int i = 0; i < 50; i++) {
        assertThat(backoff.delay(attempt, random)).isBetween(Duration.ZERO, bound(attempt));
      }
    }
  }

  @Test
  void theJitterIsFull() {
    Random random = new Random(SEED);
    for (int attempt : new int[] {1, 2, 5, 6, 1_000_000}) {
      Duration least = Duration.ofDays(1);
      Duration most = Duration.ZERO;
      for (int i = 0; i < 2_000; i++) {
        Duration delay = backoff.delay(attempt, random);
        least = delay.compareTo(least) < 0 ? delay : least;
        most = delay.compareTo(most) > 0 ? delay : most;
      }
      assertThat(least).isLessThan(bound(attempt).dividedBy(20));
      assertThat(most).isGreaterThan(bound(attempt).multipliedBy(19).dividedBy(20));
    }
  }

  @Test
  void boundsThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
        .withMessageContaining("expected: 0 < base <= cap");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
  }
}
