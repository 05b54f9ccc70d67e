package dev.devtail.router.catalog;

import dev.devtail.router.route.ModelName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How soon each model has lately begun to answer; the last answers weigh most. */
public final class FirstTokenTimes {

  /** What nobody has seen for so long is not known any more. */
  static final Duration KNOWN_FOR = Duration.ofMinutes(10);

  /** Share of the newest answer in what is remembered. */
  private static final double NEWEST = 0.2;

  /** Models that are remembered: as many as are ever in use. */
  private static final int MAX_MODELS = 1_000;

  private record Seen(double seconds, Instant at) {}

  private final Map<ModelName, Seen> seen = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public FirstTokenTimes(InstantSource clock) {
    this.clock = clock;
  }

  /** A stream has begun. */
  public void add(ModelName model, Duration took) {
    if (seen.size() < MAX_MODELS || seen.containsKey(model)) {
      double seconds = took.toNanos() / 1e9;
      seen.merge(model, new Seen(seconds, clock.instant()), FirstTokenTimes::merge);
    }
  }

  private static Seen merge(Seen before, Seen now) {
    boolean lost = before.at().plus(KNOWN_FOR).isBefore(now.at());
    return lost
        ? now
        : new Seen(before.seconds() + NEWEST * (now.seconds() - before.seconds()), now.at());
  }

  Optional<Duration> of(ModelName model) {
    return Optional.ofNullable(seen.get(model))
        .filter(one -> !one.at().plus(KNOWN_FOR).isBefore(clock.instant()))
        .map(one -> Duration.ofNanos((long) (one.seconds() * 1e9)));
  }
}
