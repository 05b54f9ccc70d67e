package dev.devtail.gateway.rest;

import dev.devtail.protocol.v1.Session;
import java.time.Instant;

/** A session, as JSON has it. */
record SessionView(
    String id,
    String user,
    String workspace,
    String name,
    Instant createdAt,
    Instant updatedAt,
    Instant lastActivityAt) {

  static SessionView of(Session session) {
    return new SessionView(
        session.getId(),
        session.getUser(),
        session.getWorkspace(),
        session.getName(),
        Times.instant(session.getCreatedAt()),
        Times.instant(session.getUpdatedAt()),
        Times.instant(session.getLastActivityAt()));
  }
}
