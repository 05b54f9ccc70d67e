package dev.devtail.terminal.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.terminal.testing.FakePty;
import dev.devtail.terminal.testing.VirtualLoop;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputQueueTest {

  private final FakePty pty = new FakePty(new VirtualLoop());
  private final InputQueue queue = new InputQueue();

  @Test
  void anEmptyOneWritesNothing() {
    queue.drainTo(pty);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(pty.input.size()).isZero();
  }

  @Test
  void whatIsAddedIsACopy() {
    byte[] bytes = {1, 2, 3, 4};
    queue.add(bytes, 1, 2);
    bytes[1] = 9;
    queue.drainTo(pty);
    assertThat(pty.input.toByteArray()).containsExactly(2, 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void nothingIsLostHoweverLittleTheProgramTakes(long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int step = 0; step < 1_000; step++) {
      if (random.nextBoolean()) {
        byte[] piece = new byte[1 + random.nextInt(200)];
        random.nextBytes(piece);
        queue.add(piece, 0, piece.length);
        all.writeBytes(piece);
      } else {
        pty.accept(random.nextInt(300));
        queue.drainTo(pty);
      }
      assertThat(queue.size()).isEqualTo(all.size() - pty.input.size());
      assertThat(queue.isEmpty()).isEqualTo(queue.size() == 0);
    }
    pty.accept(Integer.MAX_VALUE);
    queue.drainTo(pty);
    assertThat(pty.input.toByteArray()).isEqualTo(all.toByteArray());
  }
}
