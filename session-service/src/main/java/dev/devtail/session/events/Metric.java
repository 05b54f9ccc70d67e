package dev.devtail.session.events;

import java.time.Instant;

/**
 * Something that was measured in a session. One value for each session, name and time.
 *
 * @param name says the unit too, as in {@code bytes_sent}
 */
public record Metric(String sessionId, String name, double value, Instant time) {}
