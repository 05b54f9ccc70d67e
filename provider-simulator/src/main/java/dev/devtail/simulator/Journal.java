package dev.devtail.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;

/** The requests that came: the last ones as they were, all of them by number. Thread-safe. */
final class Journal {

  /** How many are kept; the oldest go first. */
  static final int MAX_REQUESTS = 20_000;

  /** Bytes of bodies that are kept. */
  static final long MAX_BYTES = 128L << 20;

  private final Deque<Exchange> kept = new ArrayDeque<>();
  private long count;
  private long bytes;

  synchronized Exchange add(LongFunction<Exchange> numbered) {
    Exchange exchange = numbered.apply(++count);
    kept.add(exchange);
    bytes += exchange.size();
    while (kept.size() > MAX_REQUESTS || (bytes > MAX_BYTES && kept.size() > 1)) {
      bytes -= kept.removeFirst().size();
    }
    return exchange;
  }

  synchronized long count() {
    return count;
  }

  synchronized List<Received> received() {
    return kept.stream().map(Exchange::snapshot).toList();
  }

  synchronized void reset() {
    kept.clear();
    count = 0;
    bytes = 0;
  }
}
