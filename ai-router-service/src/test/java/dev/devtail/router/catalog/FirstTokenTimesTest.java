package dev.devtail.router.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.route.ModelName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FirstTokenTimesTest {

  private static final ModelName MODEL = new ModelName("anthropic", "claude");

  private Instant now = Instant.parse("2026-11-22T00:00:00Z");
  private final FirstTokenTimes times = new FirstTokenTimes(() -> now);

  @Test
  void theLastAnswersWeighMost() {
    assertThat(times.of(MODEL)).isEmpty();
    times.add(MODEL, Duration.ofSeconds(1));
    assertThat(times.of(MODEL)).contains(Duration.ofSeconds(1));
    times.add(MODEL, Duration.ofSeconds(2));
    assertThat(times.of(MODEL)).contains(Duration.ofMillis(1_200));
    for (int i = 0; i < 30; i++) {
      times.add(MODEL, Duration.ofSeconds(2));
    }
    assertThat(times.of(MODEL).orElseThrow()).isGreaterThan(Duration.ofMillis(1_990));
  }

  @Test
  void whatNobodyHasSeenForLongIsNotKnown() {
    times.add(MODEL, Duration.ofSeconds(9));
    now = now.plus(FirstTokenTimes.KNOWN_FOR).plusSeconds(1);
    assertThat(times.of(MODEL)).isEmpty();
    times.add(MODEL, Duration.ofSeconds(1));
    assertThat(times.of(MODEL)).contains(Duration.ofSeconds(1));
  }
}
