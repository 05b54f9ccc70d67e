package dev.devtail.session.access;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** A {@link GrantStore} for tests of the domain. */
final class MemoryGrantStore implements GrantStore {

  final Map<String, Grant> grants = new LinkedHashMap<>();
  final Set<String> revoked = new HashSet<>();

  /** How often uses were written down. */
  int uses;

  private boolean isGood(Grant grant, Instant time) {
    return !revoked.contains(grant.id()) && grant.expiresAt().isAfter(time);
  }

  @Override
  public Mono<Boolean> add(Grant grant, int limit) {
    long good =
        grants.values().stream()
            .filter(
                other ->
                    other.user().equals(grant.user())
                        && other.scope().kind() == grant.scope().kind()
                        && isGood(other, grant.createdAt()))
            .count();
    if (good >= limit) {
      return Mono.just(false);
    }
    grants.put(grant.id(), grant);
    return Mono.just(true);
  }

  @Override
  public Mono<List<Grant>> findGood(Collection<String> ids, Instant time) {
    return Mono.just(
        grants.values().stream()
            .filter(grant -> ids.contains(grant.id()) && isGood(grant, time))
            .toList());
  }

  @Override
  public Mono<List<Grant>> listGood(String user, GrantKind kind, Instant time) {
    return Mono.just(
        grants.values().stream()
            .filter(grant -> grant.user().equals(user) && grant.scope().kind() == kind)
            .filter(grant -> isGood(grant, time))
            .sorted(Comparator.comparing(Grant::createdAt).reversed())
            .toList());
  }

  @Override
  public Mono<Boolean> revoke(String user, GrantKind kind, String id, Instant time) {
    return listGood(user, kind, time)
        .map(list -> list.stream().anyMatch(grant -> grant.id().equals(id)) && revoked.add(id));
  }

  @Override
  public Mono<Void> used(Collection<String> ids, Instant time, Instant devicesExpireAt) {
    uses++;
    ids.forEach(
        id ->
            grants.computeIfPresent(
                id,
                (any, grant) ->
                    new Grant(
                        id,
                        grant.user(),
                        grant.scope(),
                        grant.note(),
                        grant.secret(),
                        grant.createdAt(),
                        grant.scope().kind() == GrantKind.DEVICE
                            ? devicesExpireAt
                            : grant.expiresAt(),
                        time)));
    return Mono.empty();
  }

  @Override
  public Mono<Long> removeEndedBefore(Instant time) {
    int before = grants.size();
    grants.values().removeIf(grant -> grant.expiresAt().isBefore(time));
    return Mono.just((long) before - grants.size());
  }
}
