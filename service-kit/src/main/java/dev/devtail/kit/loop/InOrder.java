package dev.devtail.kit.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands what arrives on changing threads to one loop, in the order of arrival: at once where that
 * keeps the order, else through the loop's queue. An in-process gRPC stream needs it: a message
 * comes on the sender's thread, or on the receiver's own when that asks for more, and the second
 * kind must not overtake the first.
 *
 * <p>Arrivals themselves come one after the other; gRPC sees to that.
 */
public final class InOrder {

  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param inLoop whether this thread is the loop's
   * @return whether the arrival may be dealt with here and now; if not, give it to {@link #enqueue}
   */
  public boolean isNow(boolean inLoop) {
    return inLoop && waiting.get() == 0;
  }

  public void enqueue(Executor loop, Runnable arrival) {
    waiting.incrementAndGet();
    loop.execute(
        () -> {
          waiting.decrementAndGet();
          arrival.run();
        });
  }
}
