package dev.devtail.session.sessions.grpc;

import dev.devtail.kit.grpc.Times;
import dev.devtail.protocol.v1.SessionList;
import dev.devtail.session.sessions.Session;
import java.util.List;

/** Sessions as the protocol has them. */
final class SessionMessages {

  private SessionMessages() {}

  static dev.devtail.protocol.v1.Session of(Session session) {
    return dev.devtail.protocol.v1.Session.newBuilder()
        .setId(session.id())
        .setUser(session.user())
        .setWorkspace(session.workspace())
        .setName(session.name())
        .setCreatedAt(Times.of(session.createdAt()))
        .setUpdatedAt(Times.of(session.updatedAt()))
        .setLastActivityAt(Times.of(session.lastActivityAt()))
        .build();
  }

  static SessionList of(List<Session> sessions) {
    return SessionList.newBuilder()
        .addAllSessions(sessions.stream().map(SessionMessages::of).toList())
        .build();
  }
}
