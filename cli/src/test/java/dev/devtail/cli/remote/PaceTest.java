package dev.devtail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Not 0: only differences mean anything. */
  private long nanos = Long.MAX_VALUE - 5;

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 8, 100})
  void anEventIsDueSoonerAtAHigherSpeed(double speed) {
    Pace pace = pace(speed);
    assertThat(pace.nanosUntil(4000)).isEqualTo((long) (4000 * NANOS_PER_MILLI / speed));
    pass(1000 / speed);
    assertThat(pace.millis()).isEqualTo(1000);
    assertThat(pace.nanosUntil(4000)).isEqualTo((long) (3000 * NANOS_PER_MILLI / speed));
    pass(3000 / speed);
    assertThat(pace.nanosUntil(4000)).isZero();
  }

  @Test
  void aChangeOfSpeedCountsFromWhereItIs() {
    Pace pace = pace(1);
    pass(1000);
    pace.faster();
    pass(1000);
    assertThat(pace.millis()).isEqualTo(3000);
    pace.slower();
    pace.slower();
    pass(1000);
    assertThat(pace.millis()).isEqualTo(3500);
  }

  @Test
  void theSpeedHasBounds() {
    Pace pace = pace(1);
    for (int i = 0; i < 20; i++) {
      pace.faster();
    }
    assertThat(pace.speed()).isEqualTo(Pace.MAX_SPEED);
    for (int i = 0; i < 20; i++) {
      pace.slower();
    }
    assertThat(pace.speed()).isEqualTo(Pace.MIN_SPEED);
  }

  @Test
  void whileItStandsNoTimeGoesBy() {
    Pace pace = pace(2);
    pass(100);
    pace.toggle();
    pass(60_000);
    assertThat(pace.isRunning()).isFalse();
    assertThat(pace.millis()).isEqualTo(200);
    pace.toggle();
    pass(100);
    assertThat(pace.millis()).isEqualTo(400);
  }

  @Test
  void aLongPauseIsCutAndTheTimeGoesOnBehindIt() {
    Pace pace = new Pace(() -> nanos, 1, Duration.ofSeconds(2));
    assertThat(pace.nanosUntil(1500)).isEqualTo(1500 * NANOS_PER_MILLI);
    pass(1500);
    pace.shown(1500);
    assertThat(pace.nanosUntil(60_000)).isEqualTo(2000 * NANOS_PER_MILLI);
    pass(2000);
    pace.shown(60_000);
    assertThat(pace.millis()).isEqualTo(60_000);
    assertThat(pace.nanosUntil(61_000)).isEqualTo(1000 * NANOS_PER_MILLI);
  }

  @Test
  void aCutPauseIsSpedUpToo() {
    Pace pace = new Pace(() -> nanos, 4, Duration.ofSeconds(2));
    assertThat(pace.nanosUntil(60_000)).isEqualTo(500 * NANOS_PER_MILLI);
  }

  @Test
  void afterASeekPausesCountFromThere() {
    Pace pace = new Pace(() -> nanos, 1, Duration.ofSeconds(2));
    pace.moveTo(30_000);
    assertThat(pace.nanosUntil(31_000)).isEqualTo(1000 * NANOS_PER_MILLI);
    assertThat(pace.nanosUntil(60_000)).isEqualTo(2000 * NANOS_PER_MILLI);
  }

  @Test
  void oneThatIsLateCatchesUp() {
    Pace pace = pace(1);
    pass(5000);
    assertThat(pace.nanosUntil(1000)).isNegative();
    pace.shown(1000);
    assertThat(pace.nanosUntil(6000)).isEqualTo(1000 * NANOS_PER_MILLI);
  }

  private Pace pace(double speed) {
    return new Pace(() -> nanos, speed, null);
  }

  private void pass(double millis) {
    nanos += (long) (millis * NANOS_PER_MILLI);
  }
}
