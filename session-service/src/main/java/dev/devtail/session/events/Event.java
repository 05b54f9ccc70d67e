package dev.devtail.session.events;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that happened in a session.
 *
 * @param id made by whoever saw it happen; the same event may be reported again under it
 * @param sessionId of a session that may be deleted by now
 * @param data a JSON object
 */
public record Event(UUID id, String sessionId, EventType type, String data, Instant time) {}
