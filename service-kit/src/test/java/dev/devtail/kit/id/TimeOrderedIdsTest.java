package dev.devtail.kit.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

  private static TimeOrderedIds at(Instant time) {
    return new TimeOrderedIds(Clock.fixed(time, ZoneOffset.UTC), new Random(42));
  }

  @Test
  void areOfVersionSevenAndHoldTheTime() {
    Instant time = Instant.parse("2022-02-22T19:22:22Z");
    UUID id = at(time).next();
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    // The time of the example in RFC 9562, appendix A.6.
    assertThat(id.toString()).startsWith("017f22e2-79b0-7");
  }

  @Test
  void sortByTime() {
    String earlier = at(Instant.ofEpochMilli(1_000)).next().toString();
    String later = at(Instant.ofEpochMilli(1_001)).next().toString();
    assertThat(earlier).isLessThan(later);
  }

  @Test
  void differWithinOneMillisecond() {
    TimeOrderedIds ids = at(Instant.EPOCH);
    Set<UUID> seen = new HashSet<>();
    for (int n = 0; n < 10_000; n++) {
      assertThat(seen.add(ids.next())).isTrue();
    }
  }
}
