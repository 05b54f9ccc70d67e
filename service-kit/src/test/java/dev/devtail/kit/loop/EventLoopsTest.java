package dev.devtail.kit.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.IoEventLoop;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

  @Test
  void thereAreAsManyAsAskedFor() {
    try (EventLoops loops = new EventLoops(3)) {
      assertThat(loops.all()).hasSize(3).doesNotHaveDuplicates();
      assertThat(loops.all()).isEqualTo(loops.all());
    }
  }

  @Test
  void onALoopThatLoopIsTheCurrentOne() throws Exception {
    try (EventLoops loops = new EventLoops(3)) {
      for (IoEventLoop loop : loops.all()) {
        assertThat(loop.submit(loops::currentOrNext).get(10, TimeUnit.SECONDS)).isSameAs(loop);
      }
    }
  }

  @Test
  void elsewhereItIsTheNextInTurn() {
    try (EventLoops loops = new EventLoops(3)) {
      IoEventLoop first = loops.currentOrNext();
      assertThat(loops.all()).contains(first);
      assertThat(loops.currentOrNext()).isNotSameAs(first);
    }
  }

  @Test
  void threadsAreDaemonsAndHaveAName() throws Exception {
    try (EventLoops loops = new EventLoops(1)) {
      Thread thread = loops.group().submit(Thread::currentThread).get(10, TimeUnit.SECONDS);
      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.getName()).startsWith("devtail-loop");
    }
  }

  @Test
  void closingEndsThem() {
    EventLoops loops = new EventLoops(1);
    loops.close();
    await().until(() -> loops.group().isTerminated());
  }
}
