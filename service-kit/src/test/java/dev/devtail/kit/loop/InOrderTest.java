package dev.devtail.kit.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderTest {

  private static final int ARRIVALS = 10_000;

  private final InOrder order = new InOrder();
  private final List<Integer> seen = new ArrayList<>();

  @Test
  void arrivalsOnTwoThreadsKeepTheirOrder() throws Exception {
    try (ExecutorService loop = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < ARRIVALS; i++) {
        int arrival = i;
        if (i % 3 == 0) {
          // On the loop's own thread, one after the other as gRPC has it.
          loop.submit(() -> arrive(loop, true, arrival)).get(10, TimeUnit.SECONDS);
        } else {
          arrive(loop, false, arrival);
        }
      }
    }
    assertThat(seen).containsExactlyElementsOf(IntStream.range(0, ARRIVALS).boxed().toList());
  }

  @Test
  void whatComesOnTheLoopDoesNotOvertakeWhatWaits() {
    List<Runnable> queue = new ArrayList<>();
    assertThat(order.isNow(true)).isTrue();
    assertThat(order.isNow(false)).isFalse();
    order.enqueue(queue::add, () -> seen.add(1));
    assertThat(order.isNow(true)).isFalse();
    order.enqueue(queue::add, () -> seen.add(2));
    queue.forEach(Runnable::run);
    assertThat(seen).containsExactly(1, 2);
    assertThat(order.isNow(true)).isTrue();
  }

  private void arrive(ExecutorService loop, boolean inLoop, int arrival) {
    if (order.isNow(inLoop)) {
      seen.add(arrival);
    } else {
      order.enqueue(loop, () -> seen.add(arrival));
    }
  }
}
