package dev.devtail.terminal.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TailBufferTest {

  /** Whatever the pieces, it is the end of the whole. */
  @Test
  void theEndOfWhatWasWrittenIsKept() {
    Random random = new Random(20_261_122);
    for (int round = 0; round < 500; round++) {
      byte[] whole = new byte[random.nextInt(100)];
      random.nextBytes(whole);
      int capacity = 1 + random.nextInt(40);
      TailBuffer buffer = new TailBuffer(capacity);
      for (int from = 0; from < whole.length; ) {
        int piece = Math.min(whole.length - from, 1 + random.nextInt(60));
        buffer.append(Arrays.copyOfRange(whole, from, from + piece), piece);
        from += piece;
      }
      CommandOutcome.Tail tail = buffer.tail();
      int start = Math.max(0, whole.length - capacity);
      assertThat(tail.bytes())
          .isEqualTo(ByteBuffer.wrap(Arrays.copyOfRange(whole, start, whole.length)));
      assertThat(tail.truncated()).isEqualTo(start > 0);
    }
  }
}
