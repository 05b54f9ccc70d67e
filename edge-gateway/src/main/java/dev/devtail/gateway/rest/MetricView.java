package dev.devtail.gateway.rest;

import dev.devtail.protocol.service.v1.Metric;
import java.time.Instant;

/** Something that was measured in a session, as JSON has it. */
record MetricView(String sessionId, String name, double value, Instant time) {

  static MetricView of(Metric metric) {
    return new MetricView(
        metric.getSessionId(),
        metric.getName(),
        metric.getValue(),
        Times.instant(metric.getTime()));
  }
}
