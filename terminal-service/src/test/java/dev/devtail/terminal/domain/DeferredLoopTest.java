package dev.devtail.terminal.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.terminal.testing.VirtualLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeferredLoopTest {

  private final VirtualLoop loop = new VirtualLoop();
  private final List<Runnable> preparations = new ArrayList<>();
  private final DeferredLoop deferred = new DeferredLoop(loop, preparations::add);
  private final List<String> done = new ArrayList<>();

  @Test
  void tasksWaitForThePreparationAndKeepTheirOrder() {
    assertThat(deferred.inLoop()).isFalse();
    deferred.execute(() -> done.add("1"));
    deferred.execute(() -> deferred.execute(() -> done.add("3")));
    deferred.execute(() -> done.add("2"));
    loop.run();
    assertThat(done).isEmpty();
    assertThat(preparations).hasSize(1);
    preparations.getFirst().run();
    loop.run();
    assertThat(done).containsExactly("1", "2", "3");
    deferred.execute(() -> done.add("4"));
    loop.run();
    assertThat(done).endsWith("4");
    assertThat(deferred.inLoop()).isTrue();
    assertThat(preparations).hasSize(1);
  }

  @Test
  void whatOnlyCleansUpPreparesNothing() {
    deferred.executeIfUsed(() -> done.add("never"));
    loop.run();
    assertThat(preparations).isEmpty();
    assertThat(done).isEmpty();
  }
}
