package dev.devtail.session.events;

import java.time.Instant;
import java.util.UUID;

/**
 * Says that an event has been recorded, and which.
 *
 * @param user whose session it happened in
 */
public record EventNotice(UUID id, Instant time, String user) {}
