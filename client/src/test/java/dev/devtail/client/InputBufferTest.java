package dev.devtail.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputBufferTest {

  private static final int CAPACITY = 1_000;

  private final InputBuffer buffer = new InputBuffer(CAPACITY);

  @Test
  void nothingIsSentWithoutCredit() {
    assertThat(buffer.add(new byte[10], 0, 10)).isEqualTo(10);
    assertThat(buffer.next(100)).isEmpty();
    buffer.onCredit(4);
    assertThat(buffer.next(100)).hasSize(4);
    buffer.onCredit(2);
    assertThat(buffer.next(3)).hasSize(3);
  }

  @Test
  void takesNoMoreThanItHolds() {
    assertThat(buffer.add(new byte[1_500], 0, 1_500)).isEqualTo(CAPACITY);
    assertThat(buffer.add(new byte[1], 0, 1)).isZero();
    buffer.onAck(10);
    assertThat(buffer.add(new byte[100], 0, 100)).isEqualTo(10);
  }

  @Test
  void anAckOfWhatWasNeverGivenIsNothing() {
    buffer.add(new byte[10], 0, 10);
    buffer.onAck(11);
    buffer.onAck(-1);
    assertThat(buffer.add(new byte[CAPACITY], 0, CAPACITY)).isEqualTo(CAPACITY - 10);
  }

  @Test
  void goesOnFromWhatTheTerminalHas() {
    buffer.add(new byte[] {1, 2, 3, 4, 5}, 0, 5);
    buffer.onCredit(100);
    buffer.onSent(5);
    assertThat(buffer.restart(2, 50)).isZero();
    assertThat(buffer.sent()).isEqualTo(2);
    assertThat(buffer.next(100)).containsExactly(3, 4, 5);
  }

  @Test
  void aTerminalThatHasForgottenLosesWhatItHadNotAcknowledged() {
    buffer.add(new byte[100], 0, 100);
    buffer.onCredit(100);
    buffer.onSent(100);
    buffer.onAck(60);
    assertThat(buffer.restart(0, 500)).isEqualTo(40);
    assertThat(buffer.sent()).isZero();
    assertThat(buffer.next(10)).isEmpty();
    buffer.add(new byte[] {7}, 0, 1);
    assertThat(buffer.next(10)).containsExactly(7);
  }

  /** Random adds, sends, acks and restarts against everything that was ever typed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatIsSentIsWhatWasTyped(long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream typed = new ByteArrayOutputStream();
    long acked = 0;
    long sent = 0;
    long limit = 0;
    for (int step = 0; step < 20_000; step++) {
      switch (random.nextInt(5)) {
        case 0 -> {
          byte[] bytes = new byte[random.nextInt(400)];
          random.nextBytes(bytes);
          int from = random.nextInt(bytes.length + 1);
          int taken = buffer.add(bytes, from, bytes.length - from);
          assertThat(taken)
              .isEqualTo((int) Math.min(bytes.length - from, CAPACITY - (typed.size() - acked)));
          typed.write(bytes, from, taken);
        }
        case 1 -> {
          byte[] piece = buffer.next(1 + random.nextInt(300));
          assertThat(buffer.sent()).isEqualTo(sent);
          assertThat(sent + piece.length).isLessThanOrEqualTo(Math.max(sent, limit));
          assertThat(piece)
              .isEqualTo(
                  Arrays.copyOfRange(typed.toByteArray(), (int) sent, (int) sent + piece.length));
          buffer.onSent(piece.length);
          sent += piece.length;
        }
        case 2 -> {
          acked += random.nextLong(sent - acked + 1);
          buffer.onAck(acked);
        }
        case 3 -> {
          limit = Math.max(limit, acked + random.nextInt(1_500));
          buffer.onCredit(limit);
        }
        default -> {
          if (random.nextInt(10) == 0) {
            acked += random.nextLong(sent - acked + 1);
            sent = acked;
            limit = acked + random.nextInt(1_500);
            assertThat(buffer.restart(acked, limit)).isZero();
          }
        }
      }
    }
  }
}
