package dev.devtail.session.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of a session's metrics are wanted.
 *
 * @param name empty: all
 * @param from inclusive; null: from the first that is kept
 * @param until exclusive; null: up to the last
 */
public record MetricQuery(
    String name, @Nullable Instant from, @Nullable Instant until, int limit) {}
