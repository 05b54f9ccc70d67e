package dev.devtail.session.events;

import dev.devtail.session.events.EventNotices.Heard;
import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Passes events on to those who watch them, as they are recorded, by whichever instance of the
 * service. Nobody is left with a gap: where an event may have been missed, all are sent away with
 * UNAVAILABLE, and whoever watches again and then lists has missed nothing.
 *
 * <pre>
 * Deaf (watchers are refused) --Listening--> Hearing (watchers are told)
 *   ^------ notices lost, event unreadable: all are sent away ------|
 * </pre>
 */
public final class LiveEvents {

  /** Events that are read at the same time. */
  private static final int READERS = 4;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final EventNotices notices;
  private final EventStore store;
  private final Watchers watchers = new Watchers();
  private volatile Disposable running = Disposables.disposed();

  public LiveEvents(EventNotices notices, EventStore store) {
    this.notices = notices;
    this.store = store;
  }

  /** Begins to listen, and does so again after each loss until it is stopped. */
  public void start() {
    running =
        notices
            .listen()
            .flatMapSequential(this::deal, READERS)
            .doOnNext(Runnable::run)
            .doOnError(lost -> watchers.close())
            .retryWhen(
                Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                    .maxBackoff(LONGEST_PAUSE)
                    .transientErrors(true))
            .subscribe();
  }

  /** What is to be done, in the order of what was heard. */
  private Mono<Runnable> deal(Heard heard) {
    return switch (heard) {
      case Heard.Listening listening -> Mono.just(watchers::open);
      case Heard.Recorded(EventNotice notice) ->
          watchers.has(notice.user())
              ? store.find(notice).map(event -> () -> watchers.tell(notice.user(), event))
              : Mono.empty();
    };
  }

  /**
   * The events of the user's sessions from now on.
   *
   * @return begins with {@link News.Watching}; never completes; fails with UNAVAILABLE when an
   *     event may have been missed, or while none can be heard
   */
  public Flux<News> watch(String user) {
    return watchers.join(user);
  }

  public boolean isRunning() {
    return !running.isDisposed();
  }

  /** Sends all watchers away. */
  public void stop() {
    running.dispose();
    watchers.close();
  }
}
