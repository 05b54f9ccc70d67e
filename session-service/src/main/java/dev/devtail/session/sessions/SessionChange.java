package dev.devtail.session.sessions;

import dev.devtail.session.events.EventType;
import java.time.Instant;
import java.util.UUID;

/**
 * The event that goes with a change of a session. The store adds the session's name and workspace
 * as the event's data, and writes both in one transaction.
 *
 * @param eventId id of the event to be written
 * @param type one of the {@code SESSION_} types
 */
public record SessionChange(UUID eventId, EventType type, Instant time) {}
