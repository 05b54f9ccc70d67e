package dev.devtail.session.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.session.events.EventNotices.Heard;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LiveEventsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
  private final Map<UUID, Mono<Event>> recorded = new HashMap<>();
  private Sinks.Many<Heard> heard = Sinks.many().unicast().onBackpressureBuffer();
  private int listenings;

  private final LiveEvents live =
      new LiveEvents(
          () ->
              Flux.defer(
                  () -> {
                    listenings++;
                    return heard.asFlux();
                  }),
          new EventStore() {
            @Override
            public Mono<Void> recordEvents(List<Event> events, Instant now) {
              throw new AssertionError();
            }

            @Override
            public Mono<Void> recordMetrics(List<Metric> metrics) {
              throw new AssertionError();
            }

            @Override
            public Mono<Event> find(EventNotice notice) {
              return recorded.getOrDefault(notice.id(), Mono.empty());
            }

            @Override
            public Mono<List<Metric>> metrics(String sessionId, MetricQuery query) {
              throw new AssertionError();
            }

            @Override
            public Mono<List<Event>> newest(String sessionId, int limit) {
              throw new AssertionError();
            }
          });

  @BeforeEach
  void start() {
    live.start();
  }

  @AfterEach
  void realTimeAgain() {
    live.stop();
    VirtualTimeScheduler.reset();
  }

  private void listen() {
    heard.tryEmitNext(new Heard.Listening()).orThrow();
  }

  /** The connection is lost; the next one can be heard after a pause. */
  private void lose() {
    Sinks.Many<Heard> lost = heard;
    heard = Sinks.many().unicast().onBackpressureBuffer();
    lost.tryEmitError(new IOException("lost")).orThrow();
  }

  private static Event event() {
    return new Event(UUID.randomUUID(), "s1", EventType.TERMINAL_STARTED, "{}", Instant.EPOCH);
  }

  private Event happen(String user) {
    Event event = event();
    recorded.put(event.id(), Mono.just(event));
    notice(user, event);
    return event;
  }

  private void notice(String user, Event event) {
    heard
        .tryEmitNext(new Heard.Recorded(new EventNotice(event.id(), event.time(), user)))
        .orThrow();
  }

  private static void assertSentAway(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
  }

  @Test
  void aWatcherIsToldThatItWatchesAndThenOfItsOwnUsersEventsInOrder() {
    listen();
    happen("ada");
    StepVerifier.create(live.watch("ada").take(3))
        .expectNext(new News.Watching())
        .then(() -> happen("grace"))
        .then(
            () -> {
              Event first = happen("ada");
              Event second = happen("ada");
              assertThat(first).isNotEqualTo(second);
            })
        .assertNext(news -> assertThat(news).isInstanceOf(News.Happened.class))
        .assertNext(news -> assertThat(news).isInstanceOf(News.Happened.class))
        .verifyComplete();
  }

  @Test
  void eventsThatAreReadLateKeepTheirOrder() {
    listen();
    Event first = event();
    Event second = event();
    Sinks.One<Event> slow = Sinks.one();
    recorded.put(first.id(), slow.asMono());
    recorded.put(second.id(), Mono.just(second));
    StepVerifier.create(live.watch("ada").take(3))
        .expectNext(new News.Watching())
        .then(
            () -> {
              notice("ada", first);
              notice("ada", second);
              slow.tryEmitValue(first).orThrow();
            })
        .expectNext(new News.Happened(first), new News.Happened(second))
        .verifyComplete();
  }

  @Test
  void nobodyWatchesBeforeItListens() {
    StepVerifier.create(live.watch("ada")).verifyErrorSatisfies(LiveEventsTest::assertSentAway);
    listen();
    StepVerifier.create(live.watch("ada").take(1)).expectNextCount(1).verifyComplete();
  }

  @Test
  void whenNoticesAreLostAllAreSentAwayAndItListensAgain() {
    listen();
    StepVerifier.create(live.watch("ada"))
        .expectNext(new News.Watching())
        .then(this::lose)
        .verifyErrorSatisfies(LiveEventsTest::assertSentAway);
    StepVerifier.create(live.watch("ada")).verifyErrorSatisfies(LiveEventsTest::assertSentAway);
    time.advanceTimeBy(LONG);
    assertThat(listenings).isEqualTo(2);
    listen();
    StepVerifier.create(live.watch("ada").take(2))
        .expectNext(new News.Watching())
        .then(() -> happen("ada"))
        .expectNextCount(1)
        .verifyComplete();
  }

  @Test
  void anEventThatCannotBeReadIsNotPassedOver() {
    listen();
    Event unreadable = event();
    recorded.put(unreadable.id(), Mono.error(Fault.unavailable("away", Duration.ZERO)));
    StepVerifier.create(live.watch("ada"))
        .expectNext(new News.Watching())
        .then(() -> notice("ada", unreadable))
        .verifyErrorSatisfies(LiveEventsTest::assertSentAway);
  }

  @Test
  void aWatcherThatTakesNothingIsSentAwayAndTheOthersAreNot() {
    listen();
    List<News> taken = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    BaseSubscriber<News> slow =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription subscription) {
            request(1);
          }

          @Override
          protected void hookOnNext(News news) {
            taken.add(news);
          }

          @Override
          protected void hookOnError(Throwable failure) {
            failures.add(failure);
          }
        };
    live.watch("ada").subscribe(slow);
    AtomicInteger toldToFast = new AtomicInteger();
    live.watch("ada").onErrorComplete().subscribe(news -> toldToFast.incrementAndGet());
    int events = 3 * Watchers.MAX_WAITING;
    for (int n = 0; n < events; n++) {
      happen("ada");
    }
    assertThat(toldToFast).hasValue(1 + events);
    assertThat(taken).containsExactly(new News.Watching());
    slow.requestUnbounded();
    assertThat(taken).hasSizeBetween(Watchers.MAX_WAITING, events - 1);
    assertThat(failures).hasSize(1).allSatisfy(LiveEventsTest::assertSentAway);
  }

  @Test
  void thereAreNotMoreWatchersOfAUserThanMayBe() {
    listen();
    for (int n = 0; n < Watchers.MAX_PER_USER; n++) {
      live.watch("ada").onErrorComplete().subscribe();
    }
    StepVerifier.create(live.watch("ada"))
        .verifyErrorSatisfies(
            failure ->
                assertThat(((Fault) failure).code()).isEqualTo(FaultCode.RESOURCE_EXHAUSTED));
    StepVerifier.create(live.watch("grace").take(1)).expectNextCount(1).verifyComplete();
  }

  @Test
  void whoLeavesMakesRoom() {
    listen();
    for (int n = 0; n < 2 * Watchers.MAX_PER_USER; n++) {
      live.watch("ada").subscribe().dispose();
    }
    StepVerifier.create(live.watch("ada").take(1)).expectNextCount(1).verifyComplete();
  }

  @Test
  void whenItStopsAllAreSentAway() {
    listen();
    StepVerifier.create(live.watch("ada"))
        .expectNext(new News.Watching())
        .then(live::stop)
        .verifyErrorSatisfies(LiveEventsTest::assertSentAway);
    assertThat(live.isRunning()).isFalse();
    time.advanceTimeBy(LONG);
    assertThat(listenings).isEqualTo(1);
  }
}
