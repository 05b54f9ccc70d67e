package dev.devtail.terminal.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputRingTest {

  private static final int CAPACITY = 3 * OutputRing.CHUNK_BYTES;

  @Test
  void anEmptyOneHasAllItsRoom() {
    OutputRing ring = new OutputRing(CAPACITY);
    assertThat(ring.start()).isZero();
    assertThat(ring.end()).isZero();
    assertThat(ring.roomBeyond(0)).isEqualTo(CAPACITY);
  }

  @Test
  void capacityIsRoundedUpToChunks() {
    assertThat(new OutputRing(1).roomBeyond(0)).isEqualTo(OutputRing.CHUNK_BYTES);
  }

  /** Against a plain array of everything that was ever appended. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void keepsTheLastBytesByTheirOffset(long seed) {
    Random random = new Random(seed);
    OutputRing ring = new OutputRing(CAPACITY);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int step = 0; step < 400; step++) {
      byte[] piece = new byte[random.nextInt(random.nextInt(10) == 0 ? 100_000 : 5_000)];
      random.nextBytes(piece);
      int from = random.nextInt(piece.length + 1);
      ring.append(piece, from, piece.length - from);
      all.write(piece, from, piece.length - from);
      check(ring, all.toByteArray(), random);
    }
  }

  private static void check(OutputRing ring, byte[] all, Random random) {
    assertThat(ring.end()).isEqualTo(all.length);
    assertThat(ring.start()).isBetween(0L, ring.end());
    // As much as was asked for is kept, and no more than one chunk beyond.
    assertThat(ring.end() - ring.start()).isGreaterThanOrEqualTo(Math.min(all.length, CAPACITY));
    assertThat(ring.end() - ring.start()).isLessThanOrEqualTo(CAPACITY + OutputRing.CHUNK_BYTES);
    long offset = ring.start() + random.nextLong(ring.end() - ring.start() + 1);
    assertThat(ring.roomBeyond(offset)).isEqualTo(CAPACITY - (ring.end() - offset));
    while (offset < ring.end()) {
      int length = ring.contiguous(offset);
      assertThat(length).isPositive();
      int index = ring.indexOf(offset);
      assertThat(
              Arrays.equals(
                  ring.chunkOf(offset),
                  index,
                  index + length,
                  all,
                  (int) offset,
                  (int) offset + length))
          .isTrue();
      offset += length;
    }
    assertThat(offset).isEqualTo(ring.end());
  }

  /** Its share grows and shrinks with the number of terminals; what is needed stays. */
  @ParameterizedTest
  @ValueSource(longs = {201, 202, 203, 204, 205, 206, 207, 208})
  void keepsAsMuchAsItMay(long seed) {
    Random random = new Random(seed);
    OutputRing ring = new OutputRing(8 * OutputRing.CHUNK_BYTES);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    long needed = 0;
    for (int step = 0; step < 500; step++) {
      int capacity = random.nextInt(10 * OutputRing.CHUNK_BYTES);
      ring.keep(capacity, needed);
      assertThat(ring.start()).isLessThanOrEqualTo(needed);
      assertThat(ring.roomBeyond(needed)).isNotNegative();
      assertThat(ring.end() - ring.start())
          .isLessThanOrEqualTo(
              Math.max(capacity, ring.end() - needed) + 2L * OutputRing.CHUNK_BYTES);

      byte[] piece = new byte[(int) Math.min(random.nextInt(30_000), ring.roomBeyond(needed))];
      random.nextBytes(piece);
      ring.append(piece, 0, piece.length);
      all.writeBytes(piece);
      assertThat(ring.start()).isLessThanOrEqualTo(needed);
      for (long at = ring.start(); at < ring.end(); at += ring.contiguous(at)) {
        int index = ring.indexOf(at);
        assertThat(
                Arrays.equals(
                    ring.chunkOf(at),
                    index,
                    index + ring.contiguous(at),
                    all.toByteArray(),
                    (int) at,
                    (int) at + ring.contiguous(at)))
            .isTrue();
      }
      needed += random.nextLong(ring.end() - needed + 1);
    }
  }

  /**
   * What {@code roomBeyond} promises: appending no more than that overwrites nothing from there.
   */
  @ParameterizedTest
  @ValueSource(longs = {101, 102, 103, 104, 105})
  void roomBeyondAnOffsetProtectsIt(long seed) {
    Random random = new Random(seed);
    OutputRing ring = new OutputRing(CAPACITY);
    byte[] source = new byte[CAPACITY];
    long kept = 0;
    for (int step = 0; step < 2_000; step++) {
      int length = (int) Math.min(random.nextInt(6_000), ring.roomBeyond(kept));
      ring.append(source, 0, length);
      assertThat(ring.start()).isLessThanOrEqualTo(kept);
      kept += random.nextLong(ring.end() - kept + 1);
    }
  }
}
