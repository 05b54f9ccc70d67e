package dev.devtail.kit.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapRoomTest {

  private long collections = 1_000;
  private final List<Long> limits = new ArrayList<>();
  private final HeapRoom room = new HeapRoom(96, 288, () -> collections, limits::add);

  private void period(long collectionsInIt) {
    collections += collectionsInIt;
    room.look();
  }

  @Test
  void aProcessThatCollectsAgainAndAgainGetsMoreRoomOnce() {
    period(HeapRoom.MANY - 1);
    assertThat(limits).isEmpty();

    period(HeapRoom.MANY);
    period(HeapRoom.MANY);
    assertThat(limits).containsExactly(288L);
  }

  @Test
  void whenItHasBeenQuietForLongItIsMadeSmallAgain() {
    period(HeapRoom.MANY);
    for (int i = 1; i < HeapRoom.QUIET_PERIODS; i++) {
      period(0);
    }
    assertThat(limits).containsExactly(288L);

    period(0);
    period(0);
    assertThat(limits).containsExactly(288L, 96L);

    period(HeapRoom.MANY);
    assertThat(limits).containsExactly(288L, 96L, 288L);
  }

  @Test
  void oneCollectionIsNotQuiet() {
    period(HeapRoom.MANY);
    for (int i = 0; i < 3 * HeapRoom.QUIET_PERIODS; i++) {
      period(i % (HeapRoom.QUIET_PERIODS - 1) == 0 ? 1 : 0);
    }

    assertThat(limits).containsExactly(288L);
  }

  @Test
  void whatHasNoSoftLimitIsLeftAlone() {
    HeapRoom unlimited = new HeapRoom(Long.MAX_VALUE, 288, () -> collections, limits::add);
    collections += HeapRoom.MANY;
    unlimited.look();

    assertThat(limits).isEmpty();
  }

  @Test
  void theOneOfThisProcessLooksWithoutHarm() {
    HeapRoom.ofProcess().look();
  }
}
