package dev.devtail.gateway.connect;

import dev.devtail.kit.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All connections of this gateway. One sweep serves all: no timer per connection. */
public final class EdgeConnections {

  private final Set<EdgeConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger unauthenticated = new AtomicInteger();
  private final EdgeServices services;
  private volatile @Nullable Duration draining;

  public EdgeConnections(EdgeServices services) {
    this.services = services;
  }

  /** Connections that are open. */
  public int count() {
    return open.size();
  }

  /**
   * Takes no more connections, and asks those that are there to go elsewhere.
   *
   * @param within how long they have
   */
  public void drain(Duration within) {
    draining = within;
    open.forEach(connection -> connection.reattach(within));
  }

  /** How long connections have to go elsewhere; empty: they need not go. */
  Optional<Duration> drainWithin() {
    return Optional.ofNullable(draining);
  }

  /**
   * Takes one more that has not said who it is, unless there are too many of them, or all are to
   * go.
   */
  boolean admit() {
    if (draining != null) {
      return false;
    }
    if (unauthenticated.incrementAndGet() > services.limits().maxUnauthenticated()) {
      unauthenticated.decrementAndGet();
      return false;
    }
    return true;
  }

  /** One that was admitted has said who it is, or is gone. */
  void settled() {
    unauthenticated.decrementAndGet();
  }

  void add(EdgeConnection connection) {
    open.add(connection);
  }

  void remove(EdgeConnection connection) {
    open.remove(connection);
  }

  /** Closes connections that are silent, late with their hello, or whose token has ended. */
  public void sweep() {
    Instant now = services.clock().instant();
    open.forEach(connection -> connection.sweep(now));
  }

  /** The grants by which somebody is connected. */
  Set<String> grants() {
    return open.stream()
        .map(EdgeConnection::grantId)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Closes what is connected by grants that are not good any more. */
  void endGrants(Set<String> ended) {
    Instant now = services.clock().instant();
    by(ended).forEach(connection -> connection.endGrant(now));
  }

  /** Closes what is connected by these grants. */
  void closeGrants(Set<String> grants, Fault why) {
    by(grants).forEach(connection -> connection.close(why));
  }

  private Stream<EdgeConnection> by(Set<String> grants) {
    return open.stream()
        .filter(
            connection -> {
              String grant = connection.grantId();
              return grant != null && grants.contains(grant);
            });
  }

  /** Closes all of them: clients come back to another gateway, or to this one later. */
  public void closeAll() {
    open.forEach(EdgeConnection::goAway);
  }
}
