package dev.devtail.session.sessions;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Keeps sessions. Each change and its event are written together or not at all. Everything may fail
 * with a {@link dev.devtail.kit.fault.Fault} UNAVAILABLE.
 */
public interface SessionStore {

  /**
   * Adds a session unless its user has {@code limit} of them.
   *
   * @return whether it was added
   */
  Mono<Boolean> create(Session session, SessionChange change, int limit);

  /** Adds a user's default session of its workspace unless there is one, also under concurrency. */
  Mono<Void> createDefault(Session session, SessionChange change);

  /**
   * @return empty if there is none or it is another user's
   */
  Mono<Session> find(String user, String id);

  /** The user's oldest session in that workspace, empty if none. */
  Mono<Session> oldestIn(String user, Workspace workspace);

  /** All of the user's, oldest first. */
  Mono<List<Session>> list(String user);

  /**
   * Names a session anew.
   *
   * @return the session as it is now; empty if there is none or it is another user's
   */
  Mono<Session> rename(String user, String id, String name, SessionChange change);

  /**
   * Removes a session; its events and metrics stay until they are too old.
   *
   * @return the session as it was; empty if there is none or it is another user's
   */
  Mono<Session> delete(String user, String id, SessionChange change);
}
