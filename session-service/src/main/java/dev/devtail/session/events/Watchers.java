package dev.devtail.session.events;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;
import reactor.util.concurrent.Queues;

/** Those who watch events, by user. Safe for use by several threads. */
final class Watchers {

  /** Events that wait for one watcher; one more, and it is sent away. */
  static final int MAX_WAITING = 1_000;

  /** Of one user, on this instance of the service. */
  static final int MAX_PER_USER = 1_000;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** Longer than any emission that may be under way on another thread. */
  private static final Duration OTHER_EMISSION = Duration.ofSeconds(1);

  private final Map<String, Set<Sinks.Many<News>>> byUser = new HashMap<>();
  private boolean open;

  /** Whoever comes from here on is let in. */
  synchronized void open() {
    open = true;
  }

  /**
   * @return begins with {@link News.Watching}; fails with UNAVAILABLE while nobody is let in, and
   *     when this watcher may have missed something; with RESOURCE_EXHAUSTED if there are too many
   */
  Flux<News> join(String user) {
    return Flux.defer(
        () -> {
          Sinks.Many<News> watcher =
              Sinks.many().unicast().onBackpressureBuffer(Queues.<News>get(MAX_WAITING).get());
          watcher.tryEmitNext(new News.Watching());
          add(user, watcher);
          return watcher.asFlux().doFinally(end -> remove(user, watcher));
        });
  }

  private synchronized void add(String user, Sinks.Many<News> watcher) {
    if (!open) {
      throw Fault.unavailable("Events cannot be watched now; try again.", RETRY_AFTER);
    }
    Set<Sinks.Many<News>> own = byUser.computeIfAbsent(user, name -> new HashSet<>());
    if (own.size() >= MAX_PER_USER) {
      throw new Fault(
          FaultCode.RESOURCE_EXHAUSTED,
          "%d clients watch your events, and no more may; close one.".formatted(own.size()));
    }
    own.add(watcher);
  }

  private synchronized void remove(String user, Sinks.Many<News> watcher) {
    Set<Sinks.Many<News>> own = byUser.get(user);
    if (own != null && own.remove(watcher) && own.isEmpty()) {
      byUser.remove(user);
    }
  }

  synchronized boolean has(String user) {
    return byUser.containsKey(user);
  }

  /** Tells the user's watchers; one that has too much waiting is sent away. */
  void tell(String user, Event event) {
    News news = new News.Happened(event);
    for (Sinks.Many<News> watcher : of(user)) {
      if (watcher.tryEmitNext(news).isFailure()) {
        remove(user, watcher);
        sendAway(watcher, "This client is too slow for its events; watch again, then list.");
      }
    }
  }

  private synchronized List<Sinks.Many<News>> of(String user) {
    return List.copyOf(byUser.getOrDefault(user, Set.of()));
  }

  /** All have to go, and nobody is let in until it is opened again. */
  void close() {
    for (Sinks.Many<News> watcher : closeAndForget()) {
      sendAway(watcher, "Events may have been missed; watch again, then list.");
    }
  }

  private synchronized List<Sinks.Many<News>> closeAndForget() {
    open = false;
    List<Sinks.Many<News>> all = byUser.values().stream().flatMap(Set::stream).toList();
    byUser.clear();
    return all;
  }

  private static void sendAway(Sinks.Many<News> watcher, String why) {
    watcher.emitError(
        Fault.unavailable(why, Duration.ZERO), EmitFailureHandler.busyLooping(OTHER_EMISSION));
  }
}
