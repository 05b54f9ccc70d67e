package dev.devtail.session.events;

import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Keeps events and metrics. Every write may be repeated. Everything may fail with a {@link
 * dev.devtail.kit.fault.Fault} UNAVAILABLE.
 */
public interface EventStore {

  /**
   * Writes the events whose ids are new, gives notice of them, and writes the sessions' last
   * activity.
   *
   * @param now activity is never later than this
   */
  Mono<Void> recordEvents(List<Event> events, Instant now);

  /** Writes the metrics that are new. */
  Mono<Void> recordMetrics(List<Metric> metrics);

  /** The event of a notice; empty if it has been too old to be kept. */
  Mono<Event> find(EventNotice notice);

  /** A session's metrics, newest first. */
  Mono<List<Metric>> metrics(String sessionId, MetricQuery query);

  /** A session's events, newest first. */
  Mono<List<Event>> newest(String sessionId, int limit);
}
