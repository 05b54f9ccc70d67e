package dev.devtail.bench.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time is a number here: nothing waits. */
class WayTest {

  private static final int SEGMENT = Link.SEGMENT_BYTES;
  private static final long RATE = 100_000;
  private static final Duration DELAY = Duration.ofMillis(50);
  private static final int WINDOW = 64_000;
  private static final long SEGMENT_NANOS = SEGMENT * 1_000_000_000L / RATE;

  private final Link plain = link(Duration.ZERO, 0, null);

  private static Link link(Duration jitter, double loss, Link.@Nullable Tunnels tunnels) {
    return new Link(DELAY, jitter, RATE, RATE, WINDOW, loss, tunnels);
  }

  private static Way way(Link link, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TunnelPlan tunnels = new TunnelPlan(link.tunnels(), random.split(), 0);
    return new Way(link, new Line(RATE, tunnels), tunnels, random, 0);
  }

  @Test
  void segmentTakesItsTimeOnTheLineAndTheDelay() {
    assertThat(way(plain, 1).enter(1_000, SEGMENT))
        .isEqualTo(1_000 + SEGMENT_NANOS + DELAY.toNanos());
  }

  @Test
  void bandwidthHoldsOverManyWrites() {
    Way way = way(plain, 1);
    long last = 0;
    for (int sent = 0; sent < 1_000_000; sent += 4_000) {
      last = way.enter(0, 4_000);
    }
    assertThat(last)
        .isCloseTo(
            Duration.ofSeconds(10).plus(DELAY).toNanos(),
            org.assertj.core.api.Assertions.within(1_000_000L));
  }

  @Test
  void idleLineSavesNothingUp() {
    Way way = way(plain, 1);
    way.enter(0, SEGMENT);
    long later = Duration.ofMinutes(1).toNanos();
    assertThat(way.enter(later, 10 * SEGMENT) - later - DELAY.toNanos())
        .isEqualTo(10 * SEGMENT_NANOS);
  }

  @Test
  void connectionsShareTheLine() {
    TunnelPlan none = new TunnelPlan(null, new SplittableRandom(1), 0);
    Line line = new Line(RATE, none);
    Way one = new Way(plain, line, none, new SplittableRandom(1), 0);
    Way other = new Way(plain, line, none, new SplittableRandom(2), 0);
    one.enter(0, SEGMENT);
    assertThat(other.enter(0, SEGMENT)).isEqualTo(2 * SEGMENT_NANOS + DELAY.toNanos());
  }

  @Test
  void nothingEntersBeforeTheHandshake() {
    TunnelPlan none = new TunnelPlan(null, new SplittableRandom(1), 0);
    Way way = new Way(plain, new Line(RATE, none), none, new SplittableRandom(1), 7_000);
    assertThat(way.enter(0, SEGMENT)).isEqualTo(7_000 + SEGMENT_NANOS + DELAY.toNanos());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void jitterAndLossKeepTheOrder(long seed) {
    Link rough = link(Duration.ofMillis(80), 0.1, null);
    Way way = way(rough, seed);
    SplittableRandom writes = new SplittableRandom(seed);
    long now = 0;
    long last = 0;
    boolean late = false;
    for (int i = 0; i < 1_000; i++) {
      now += writes.nextLong(100_000_000);
      long arrival = way.enter(now, 1 + writes.nextInt(3 * SEGMENT));
      assertThat(arrival).isGreaterThanOrEqualTo(last);
      late |= arrival - now > rough.retransmission().toNanos();
      last = arrival;
    }
    assertThat(late).as("something was lost on the way").isTrue();
  }

  @Test
  void lostSegmentWaitsForTheTimeOut() {
    Link bad = link(Duration.ZERO, 0.999_999, null);
    assertThat(bad.retransmission()).isEqualTo(Duration.ofMillis(300));
    assertThat(way(bad, 1).enter(0, SEGMENT))
        .isEqualTo(SEGMENT_NANOS + Duration.ofMillis(350).toNanos());
  }

  @Test
  void windowIsABound() {
    Way way = way(plain, 1);
    way.enter(0, WINDOW - 1_000);
    assertThat(way.hasRoom(1_000)).isTrue();
    assertThat(way.hasRoom(1_001)).isFalse();
    way.leave(1);
    assertThat(way.hasRoom(1_001)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void nothingArrivesInATunnel(long seed) {
    Link train =
        link(
            Duration.ofMillis(10),
            0,
            new Link.Tunnels(Duration.ofSeconds(1), Duration.ofSeconds(2), 0));
    SplittableRandom random = new SplittableRandom(seed);
    TunnelPlan tunnels = new TunnelPlan(train.tunnels(), random.split(), 0);
    Way way = new Way(train, new Line(RATE, tunnels), tunnels, random, 0);
    long held = 0;
    for (long now = 0; now < 60_000_000_000L; now += 37_000_000) {
      long arrival = way.enter(now, 100);
      assertThat(tunnels.reception(arrival)).isEqualTo(arrival);
      held = Math.max(held, arrival - now);
    }
    assertThat(held).isGreaterThan(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void sameSeedIsTheSameNetwork() {
    Link rough = link(Duration.ofMillis(80), 0.1, null);
    Way one = way(rough, 9);
    Way same = way(rough, 9);
    Way another = way(rough, 10);
    boolean differs = false;
    for (int i = 0; i < 100; i++) {
      long arrival = one.enter(i, SEGMENT);
      assertThat(same.enter(i, SEGMENT)).isEqualTo(arrival);
      differs |= another.enter(i, SEGMENT) != arrival;
    }
    assertThat(differs).isTrue();
  }
}
