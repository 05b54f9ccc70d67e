package dev.devtail.gateway.connect;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All connections of this gateway. One sweep serves all: no timer per connection. */
public final class EdgeConnections {

  private final Set<EdgeConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger unauthenticated = new AtomicInteger();
  private final EdgeServices services;

  public EdgeConnections(EdgeServices services) {
    this.services = services;
  }

  /** Connections that are open. */
  public int count() {
    return open.size();
  }

  /** Takes one more that has not said who it is, unless there are too many of them. */
  boolean admit() {
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

  /** Closes all of them: clients come back to another gateway, or to this one later. */
  public void closeAll() {
    open.forEach(EdgeConnection::goAway);
  }
}
