package dev.devtail.session.access;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Keeps grants. One is good while it has neither expired nor been revoked. Everything may fail with
 * a {@link dev.devtail.kit.fault.Fault} UNAVAILABLE.
 */
public interface GrantStore {

  /**
   * Adds a grant unless its user has {@code limit} of its kind that are good, also under
   * concurrency.
   *
   * @return whether it was added
   */
  Mono<Boolean> add(Grant grant, int limit);

  /**
   * @return those of the ids that are good at that time
   */
  Mono<List<Grant>> findGood(Collection<String> ids, Instant time);

  /** Those of the user that are good at that time, newest first. */
  Mono<List<Grant>> listGood(String user, GrantKind kind, Instant time);

  /**
   * Ends a grant.
   *
   * @return whether it was good; false also when it is another user's
   */
  Mono<Boolean> revoke(String user, GrantKind kind, String id, Instant time);

  /**
   * Notes that grants were used.
   *
   * @param devicesExpireAt the new expiry of those that are devices
   */
  Mono<Void> used(Collection<String> ids, Instant time, Instant devicesExpireAt);

  /**
   * Removes what expired or was revoked before that time.
   *
   * @return how many
   */
  Mono<Long> removeEndedBefore(Instant time);
}
