package dev.devtail.gateway.connect;

import dev.devtail.gateway.backend.GrantChecks;
import dev.devtail.kit.fault.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends connections whose token was revoked: asks again and again about the grants that have open
 * connections here, and about no others. While nobody answers, connections stay for a while.
 */
public final class GrantWatch {

  private static final Logger log = LoggerFactory.getLogger(GrantWatch.class);

  /** How often it is asked. */
  public static final Duration PERIOD = Duration.ofSeconds(2);

  /** For so long connections stay when nobody can say whether their grant is still good. */
  public static final Duration TRUST = Duration.ofMinutes(5);

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final EdgeConnections connections;
  private final GrantChecks checks;
  private final Clock clock;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile @Nullable Instant unansweredSince;

  public GrantWatch(EdgeConnections connections, GrantChecks checks, Clock clock) {
    this.connections = connections;
    this.checks = checks;
    this.clock = clock;
  }

  /** Asks once, unless nobody is here by a grant or the last question is still unanswered. */
  public void look() {
    Set<String> open = connections.grants();
    if (open.isEmpty()) {
      unansweredSince = null;
      return;
    }
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    checks
        .ended(open)
        .doFinally(signal -> asking.set(false))
        .subscribe(this::answered, failure -> unanswered(open, failure));
  }

  private void answered(Set<String> ended) {
    unansweredSince = null;
    if (!ended.isEmpty()) {
      log.info("grants have ended count={}", ended.size());
      connections.endGrants(ended);
    }
  }

  private void unanswered(Set<String> open, Throwable failure) {
    Instant now = clock.instant();
    Instant since = unansweredSince;
    if (since == null) {
      unansweredSince = now;
      log.warn("grants cannot be checked count={} reason={}", open.size(), failure.getMessage());
    } else if (since.plus(TRUST).isBefore(now)) {
      connections.closeGrants(
          open,
          Fault.unavailable(
              "It cannot be checked now whether this access is still permitted; try again.",
              RETRY));
    }
  }
}
