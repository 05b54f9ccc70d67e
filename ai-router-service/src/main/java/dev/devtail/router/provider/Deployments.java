package dev.devtail.router.provider;

import dev.devtail.router.exchange.ProviderFault;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Every way to every provider, and how each has fared: one that keeps failing is left alone for a
 * while, one that says when to come back is not asked before, and none is asked beyond its limits.
 */
public final class Deployments {

  private final Map<String, List<TendedDeployment>> byProvider;
  private final Map<String, TendedDeployment> byName;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param rules when a way is left alone, and for how long
   * @param random what weights are drawn by
   */
  public Deployments(
      List<Deployment> all,
      CircuitBreakerConfig rules,
      InstantSource clock,
      RandomGenerator random) {
    List<TendedDeployment> tended =
        all.stream().map(one -> new TendedDeployment(one, rules)).toList();
    this.byProvider =
        tended.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.deployment().provider(), LinkedHashMap::new, Collectors.toList()));
    this.byName =
        tended.stream()
            .collect(Collectors.toMap(one -> one.deployment().name(), Function.identity()));
    this.clock = clock;
    this.random = random;
  }

  /** In the order of their configuration. */
  public List<String> providers() {
    return List.copyOf(byProvider.keySet());
  }

  /** The ways to a provider, in the order in which a call tries them: drawn by their weights. */
  public List<Deployment> inOrder(String provider) {
    List<TendedDeployment> ways = byProvider.getOrDefault(provider, List.of());
    if (ways.size() < 2) {
      return ways.stream().map(one -> one.deployment()).toList();
    }
    // The smallest of exponential variates with these rates comes first as often as its rate says.
    record Drawn(Deployment deployment, double rank) {}
    List<Drawn> drawn = new ArrayList<>();
    for (TendedDeployment one : ways) {
      drawn.add(new Drawn(one.deployment(), random.nextExponential() / one.deployment().weight()));
    }
    return drawn.stream()
        .sorted(Comparator.comparingDouble(Drawn::rank))
        .map(Drawn::deployment)
        .toList();
  }

  /** Whether a call may go there now. One that does is followed by {@link #answered} or so. */
  public boolean mayBeAsked(Deployment deployment) {
    return tended(deployment).mayBeAsked(clock.instant());
  }

  /** It has answered. */
  public void answered(Deployment deployment, Duration took) {
    tended(deployment).answered(took);
  }

  /** Nobody waited for its answer any more: that says nothing of it. */
  public void abandoned(Deployment deployment) {
    tended(deployment).abandoned();
  }

  /** It has not answered. */
  public void failed(Deployment deployment, Duration took, ProviderFault fault) {
    tended(deployment).failed(took, fault, clock.instant());
  }

  /** When the first of them may be asked again; zero if one may be asked now, or nobody knows. */
  public Duration rest(List<Deployment> some) {
    Instant now = clock.instant();
    return some.stream()
        .map(one -> tended(one).rest(now))
        .min(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private TendedDeployment tended(Deployment deployment) {
    TendedDeployment one = byName.get(deployment.name());
    if (one == null) {
      throw new IllegalArgumentException(deployment.name() + ": not one of these");
    }
    return one;
  }
}
