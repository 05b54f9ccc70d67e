package dev.devtail.terminal.workspace;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.util.HashMap;
import java.util.Map;

/** How many commands run at once. Thread-safe. */
final class CommandPlaces {

  /** Of one user. */
  static final int MAX_PER_USER = 8;

  /** Of all users. */
  static final int MAX_TOTAL = 64;

  private final Map<String, Integer> running = new HashMap<>();
  private int total;

  /** Given back when its command has ended. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @throws Fault RESOURCE_EXHAUSTED if too many run
   */
  synchronized Place take(String user) {
    int own = running.getOrDefault(user, 0);
    if (own == MAX_PER_USER || total == MAX_TOTAL) {
      throw new Fault(
          FaultCode.RESOURCE_EXHAUSTED,
          "%d commands run at once, which is the most there may be; wait for one to end."
              .formatted(own == MAX_PER_USER ? own : total));
    }
    running.put(user, own + 1);
    total++;
    return () -> giveBack(user);
  }

  private synchronized void giveBack(String user) {
    running.computeIfPresent(user, (any, own) -> own == 1 ? null : own - 1);
    total--;
  }
}
