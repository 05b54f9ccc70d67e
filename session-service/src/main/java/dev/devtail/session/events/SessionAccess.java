package dev.devtail.session.events;

import reactor.core.publisher.Mono;

/** Asks whether a session is a user's own. */
@FunctionalInterface
public interface SessionAccess {

  /**
   * @return something if it is; fails with NOT_FOUND if it is not there or another user's
   */
  Mono<?> require(String user, String sessionId);
}
