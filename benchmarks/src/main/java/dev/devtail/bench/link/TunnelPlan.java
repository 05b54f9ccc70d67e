package dev.devtail.bench.link;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When there is no reception: a sequence without end, the same for the same random numbers. */
final class TunnelPlan {

  private record Tunnel(long beginNanos, long endNanos) {}

  private final Link.@Nullable Tunnels tunnels;
  private final RandomGenerator random;
  private final List<Tunnel> planned = new ArrayList<>();
  private final long startNanos;

  TunnelPlan(Link.@Nullable Tunnels tunnels, RandomGenerator random, long startNanos) {
    this.tunnels = tunnels;
    this.random = random;
    this.startNanos = startNanos;
  }

  /** The first moment from {@code nanos} on at which there is reception. */
  long reception(long nanos) {
    if (tunnels == null) {
      return nanos;
    }
    planUntil(nanos);
    for (Tunnel tunnel : planned.reversed()) {
      if (nanos >= tunnel.endNanos) {
        return nanos;
      }
      if (nanos >= tunnel.beginNanos) {
        return tunnel.endNanos;
      }
    }
    return nanos;
  }

  /** The end of the first tunnel that ends after {@code nanos}; there must be tunnels. */
  long nextEnd(long nanos) {
    planUntil(nanos);
    return planned.stream()
        .mapToLong(Tunnel::endNanos)
        .filter(end -> end > nanos)
        .findFirst()
        .orElseThrow();
  }

  /** Plans up to one that ends after {@code nanos}. */
  private void planUntil(long nanos) {
    Link.Tunnels some = tunnels;
    while (some != null && (planned.isEmpty() || planned.getLast().endNanos <= nanos)) {
      long last = planned.isEmpty() ? startNanos : planned.getLast().endNanos;
      long begin = last + around(some.every().toNanos());
      planned.add(new Tunnel(begin, begin + around(some.length().toNanos())));
    }
  }

  /** Half to one and a half of the mean. */
  private long around(long meanNanos) {
    return meanNanos / 2 + random.nextLong(meanNanos + 1);
  }
}
