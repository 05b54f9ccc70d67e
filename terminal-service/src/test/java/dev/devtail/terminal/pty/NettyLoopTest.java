package dev.devtail.terminal.pty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.loop.EventLoops;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyLoopTest {

  private static final int ENOUGH = 1000;

  private final EventLoops loops = new EventLoops(1);
  private final NettyLoop loop = new NettyLoop(loops.all().getFirst());
  private final AtomicBoolean over = new AtomicBoolean();

  @AfterEach
  void stop() {
    over.set(true);
    loops.close();
  }

  /** Takes a turn again and again, like the read of a program that prints without end. */
  private final class Flood implements Runnable {

    private final CompletableFuture<Void> enough = new CompletableFuture<>();
    private int turns;

    @Override
    public void run() {
      if (++turns == ENOUGH) {
        enough.complete(null);
      }
      if (!over.get()) {
        loop.inTurn(this);
      }
    }
  }

  @Test
  void whoFloodsTakesTurnsWithWhoElseDoes() throws Exception {
    Flood one = new Flood();
    Flood other = new Flood();
    loop.execute(
        () -> {
          loop.inTurn(one);
          loop.inTurn(other);
        });
    one.enough.get(10, TimeUnit.SECONDS);
    CompletableFuture<Integer> apart = new CompletableFuture<>();
    loop.execute(() -> apart.complete(Math.abs(one.turns - other.turns)));
    assertThat(apart.get(10, TimeUnit.SECONDS)).isLessThan(2);
  }

  /** What a loop reads off its descriptors comes between two tasks, as this timer does. */
  @Test
  void nobodyWaitsForTheEndOfAFlood() throws Exception {
    Flood flood = new Flood();
    CompletableFuture<Void> late = new CompletableFuture<>();
    loop.execute(
        () -> {
          loop.inTurn(flood);
          loop.netty().schedule(() -> late.complete(null), 1, TimeUnit.MILLISECONDS);
        });
    late.get(10, TimeUnit.SECONDS);
    flood.enough.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aTurnThatFailsDoesNotEndTheOthers() throws Exception {
    Flood flood = new Flood();
    loop.execute(
        () -> {
          loop.inTurn(
              () -> {
                throw new IllegalStateException("this turn fails");
              });
          loop.inTurn(flood);
        });
    flood.enough.get(10, TimeUnit.SECONDS);
  }
}
