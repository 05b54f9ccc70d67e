package dev.devtail.gateway.limits;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.identity.Identity;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;

/**
 * Keeps one user's requests from taking the gateway, and what is behind it, away from the others.
 * Calls, REST and the opening of channels count together, over all of a user's connections to this
 * gateway. Who asks too much is told when to come back; nothing was done then.
 */
public final class UserLimits {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** A user who asks for nothing for so long is forgotten; longer than any request takes. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private static final long MAX_USERS = 100_000;

  /** What one user has used. */
  private record Share(RateLimiter rate, Bulkhead atOnce) {}

  private final int perSecond;
  private final int atOnce;
  private final LoadingCache<String, Share> shares;
  private final LongAdder refused = new LongAdder();

  /**
   * @param perSecond requests of one user in a second
   * @param atOnce requests of one user that are under way
   */
  public UserLimits(int perSecond, int atOnce) {
    this.perSecond = perSecond;
    this.atOnce = atOnce;
    RateLimiterConfig rate =
        RateLimiterConfig.custom()
            .limitRefreshPeriod(PERIOD)
            .limitForPeriod(perSecond)
            .timeoutDuration(Duration.ZERO)
            .build();
    BulkheadConfig bulkhead =
        BulkheadConfig.custom().maxConcurrentCalls(atOnce).maxWaitDuration(Duration.ZERO).build();
    this.shares =
        Caffeine.newBuilder()
            .expireAfterAccess(FORGOTTEN_AFTER)
            .maximumSize(MAX_USERS)
            .build(user -> new Share(RateLimiter.of(user, rate), Bulkhead.of(user, bulkhead)));
  }

  /** Requests that were refused. */
  public long refused() {
    return refused.sum();
  }

  /**
   * Does the work unless the user asks too much.
   *
   * @return what comes of the work, or a {@link Fault} RATE_LIMITED
   */
  public <T> Mono<T> admit(Identity user, Mono<T> work) {
    return Mono.defer(
        () -> {
          Share share = shares.get(user.user());
          take(share);
          if (!share.atOnce().tryAcquirePermission()) {
            throw refuse("Wait for an answer: %d requests of yours are under way.", atOnce);
          }
          return work.doFinally(end -> share.atOnce().onComplete());
        });
  }

  /**
   * For what is not under way for a while.
   *
   * @throws Fault RATE_LIMITED if the user asks too much
   */
  public void admit(Identity user) {
    take(shares.get(user.user()));
  }

  private void take(Share share) {
    if (!share.rate().acquirePermission()) {
      throw refuse("Ask less often: a user has %d requests in a second.", perSecond);
    }
  }

  private Fault refuse(String message, int limit) {
    refused.increment();
    return new Fault(FaultCode.RATE_LIMITED, message.formatted(limit), "", PERIOD);
  }
}
