package dev.devtail.session.events;

import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;

/** The event log and the metrics of sessions. */
public final class Events {

  /** How many events are listed when the caller does not say. */
  static final int DEFAULT_LIMIT = 100;

  private final EventStore store;
  private final SessionAccess access;
  private final Clock clock;

  public Events(EventStore store, SessionAccess access, Clock clock) {
    this.store = store;
    this.access = access;
    this.clock = clock;
  }

  /** Events of sessions that are deleted by now are kept too: the log tells how a session ended. */
  public Mono<Void> record(List<Event> events) {
    return events.isEmpty() ? Mono.empty() : store.recordEvents(events, clock.instant());
  }

  public Mono<Void> recordMetrics(List<Metric> metrics) {
    return metrics.isEmpty() ? Mono.empty() : store.recordMetrics(metrics);
  }

  /**
   * Metrics, newest first.
   *
   * @return fails with NOT_FOUND unless the session is there and the user's own
   */
  public Mono<List<Metric>> metrics(String user, String sessionId, MetricQuery query) {
    return access.require(user, sessionId).flatMap(own -> store.metrics(sessionId, query));
  }

  /**
   * Newest first.
   *
   * @param limit 0: {@value #DEFAULT_LIMIT}
   * @return fails with NOT_FOUND unless the session is there and the user's own
   */
  public Mono<List<Event>> list(String user, String sessionId, int limit) {
    return access
        .require(user, sessionId)
        .flatMap(own -> store.newest(sessionId, limit == 0 ? DEFAULT_LIMIT : limit));
  }
}
