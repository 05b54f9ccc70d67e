package dev.devtail.session.contextcache;

import reactor.core.publisher.Mono;

/**
 * The last code map of each user's workspaces. Everything may fail with a {@link
 * dev.devtail.kit.fault.Fault} UNAVAILABLE.
 */
public interface ContextCache {

  /**
   * @return empty if none is kept
   */
  Mono<ContextSnapshot> find(String user, String workspace);

  /** Keeps a snapshot, unless one that was generated later is kept already. */
  Mono<Void> put(ContextSnapshot snapshot);
}
