package dev.devtail.session.sessions;

import java.time.Instant;

/**
 * A user's piece of work in one workspace.
 *
 * @param id UUID of version 7
 * @param user who it belongs to; nobody else sees it
 * @param workspace absolute directory on the machine of the terminals
 * @param name what people call it
 * @param updatedAt last change to the session itself
 * @param lastActivityAt last event in it or news of one of its terminals
 */
public record Session(
    String id,
    String user,
    String workspace,
    String name,
    Instant createdAt,
    Instant updatedAt,
    Instant lastActivityAt) {}
