package dev.devtail.router.provider;

import dev.devtail.router.exchange.ProviderFault;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One way, how it has fared, and what is left of its limits. */
final class TendedDeployment {

  /**
   * A limit per minute holds in each tenth of a minute or so, too: bursts are what providers
   * refuse.
   */
  private static final int PERIODS_PER_MINUTE = 6;

  private final Deployment deployment;
  private final CircuitBreaker breaker;
  private final Optional<Bulkhead> atOnce;
  private final Optional<RateLimiter> perMinute;
  private final AtomicReference<Instant> restsUntil = new AtomicReference<>(Instant.MIN);

  TendedDeployment(Deployment deployment, CircuitBreakerConfig rules) {
    DeploymentLimits limits = deployment.limits();
    this.deployment = deployment;
    this.breaker = CircuitBreaker.of(deployment.name(), rules);
    this.atOnce =
        limits.callsAtOnce() == 0
            ? Optional.empty()
            : Optional.of(
                Bulkhead.of(
                    deployment.name(),
                    BulkheadConfig.custom()
                        .maxConcurrentCalls(limits.callsAtOnce())
                        .maxWaitDuration(Duration.ZERO)
                        .build()));
    this.perMinute =
        limits.callsPerMinute() == 0
            ? Optional.empty()
            : Optional.of(RateLimiter.of(deployment.name(), perMinute(limits.callsPerMinute())));
  }

  private static RateLimiterConfig perMinute(int calls) {
    int inPeriod = Math.max(1, calls / PERIODS_PER_MINUTE);
    return RateLimiterConfig.custom()
        .limitForPeriod(inPeriod)
        .limitRefreshPeriod(Duration.ofMinutes(1).multipliedBy(inPeriod).dividedBy(calls))
        .timeoutDuration(Duration.ZERO)
        .build();
  }

  Deployment deployment() {
    return deployment;
  }

  /** From now on, at most; zero if it does not rest. */
  Duration rest(Instant now) {
    Instant until = restsUntil.get();
    Duration asked =
        until == null || until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
    Duration own = perMinute.map(TendedDeployment::untilNext).orElse(Duration.ZERO);
    return asked.compareTo(own) > 0 ? asked : own;
  }

  private static Duration untilNext(RateLimiter limiter) {
    return limiter.getMetrics().getAvailablePermissions() > 0
        ? Duration.ZERO
        : limiter.getRateLimiterConfig().getLimitRefreshPeriod();
  }

  /** What is taken here is given back by whatever the call comes to. */
  boolean mayBeAsked(Instant now) {
    if (!rest(now).isZero() || !atOnce.map(Bulkhead::tryAcquirePermission).orElse(true)) {
      return false;
    }
    if (breaker.tryAcquirePermission()) {
      if (perMinute.map(RateLimiter::acquirePermission).orElse(true)) {
        return true;
      }
      breaker.releasePermission();
    }
    atOnce.ifPresent(Bulkhead::releasePermission);
    return false;
  }

  void answered(Duration took) {
    breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
    atOnce.ifPresent(Bulkhead::onComplete);
  }

  void abandoned() {
    breaker.releasePermission();
    atOnce.ifPresent(Bulkhead::onComplete);
  }

  void failed(Duration took, ProviderFault fault, Instant now) {
    switch (fault.kind()) {
      case OVERLOADED, SERVER_ERROR, UNREACHABLE, CUT, STALLED, MALFORMED ->
          breaker.onError(
              took.toNanos(), TimeUnit.NANOSECONDS, new IllegalStateException(fault.message()));
      // It does what it should.
      case RATE_LIMITED, NOT_ALLOWED, NO_MODEL, TOO_LONG, REFUSED ->
          breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
    }
    atOnce.ifPresent(Bulkhead::onComplete);
    if (fault.retryAfter().isPositive()) {
      Instant until = now.plus(fault.retryAfter());
      restsUntil.accumulateAndGet(until, (before, later) -> before.isAfter(later) ? before : later);
    }
  }
}
