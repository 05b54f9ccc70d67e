package dev.devtail.client.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.client.ClientLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadLoopTest {

  @Test
  void runsOneAfterTheOtherOnItsThread() throws Exception {
    try (ThreadLoop loop = new ThreadLoop("test-loop")) {
      List<Integer> order = new ArrayList<>();
      CompletableFuture<String> done = new CompletableFuture<>();
      for (int i = 0; i < 100; i++) {
        int number = i;
        loop.execute(() -> order.add(number));
      }
      ClientLoop.Timer cancelled = loop.schedule(Duration.ZERO, () -> order.add(-1));
      cancelled.cancel();
      long before = loop.nanoTime();
      loop.schedule(Duration.ofMillis(20), () -> done.complete(Thread.currentThread().getName()));
      assertThat(done.get(30, TimeUnit.SECONDS)).isEqualTo("test-loop");
      assertThat(loop.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
      assertThat(order.stream().filter(number -> number >= 0)).hasSize(100).isSorted();
    }
  }

  @Test
  void afterItsEndNothingHappens() {
    ThreadLoop loop = new ThreadLoop("test-loop");
    loop.close();
    CompletableFuture<Boolean> ran = new CompletableFuture<>();
    loop.execute(() -> ran.complete(true));
    loop.schedule(Duration.ZERO, () -> ran.complete(true)).cancel();
    assertThat(ran).isNotDone();
  }
}
