package dev.devtail.session.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Struct;
import com.google.protobuf.util.Timestamps;
import com.google.protobuf.util.Values;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.EventServiceGrpc;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.Session;
import dev.devtail.protocol.v1.UpdateSession;
import dev.devtail.session.testing.EventWatcher;
import dev.devtail.session.testing.TestService;
import dev.devtail.testing.database.PostgresExtension;
import dev.devtail.testing.database.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events, live, from services that share a database. */
@ExtendWith(PostgresExtension.class)
class WatchEventsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestDatabase database;
  private final String ada = "ada lovelace \u2713 " + UUID.randomUUID();
  private TestService service;
  private Session session;

  WatchEventsTest(TestDatabase database) {
    this.database = database;
    this.service = start();
    this.session = create(ada);
  }

  @BeforeEach
  void listens() {
    watching(service, ada).close();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private TestService start() {
    return new TestService(
            database,
            // A loaded machine that runs tests is no absent database.
            "--devtail.session.database.acquire-timeout=10s",
            "--devtail.session.database.call-timeout=20s")
        .ready();
  }

  private SessionServiceBlockingStub sessions(TestService of, String user) {
    return of.asUser(user, SessionServiceGrpc::newBlockingStub);
  }

  private Session create(String user) {
    return sessions(service, user).create(CreateSession.newBuilder().setWorkspace("/srv").build());
  }

  /**
   * A watcher that is live: a service that has just started, or lost its database, refuses some.
   */
  private static EventWatcher watching(TestService of, String user) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(AssertionError.class)
        .until(() -> EventWatcher.of(of, user).awaitWatching(), watcher -> true);
  }

  private Event event(Session in) {
    return Event.newBuilder()
        .setId(UUID.randomUUID().toString())
        .setSessionId(in.getId())
        .setType(EventType.EVENT_TYPE_TERMINAL_STARTED)
        .setData(Struct.newBuilder().putFields("terminal", Values.of("t1")))
        .setTime(in.getCreatedAt())
        .build();
  }

  private static Event record(TestService by, Event... events) {
    EventList.Builder list = EventList.newBuilder();
    for (Event event : events) {
      list.addEvents(event);
    }
    by.asService(EventServiceGrpc::newBlockingStub).recordEvents(list.build());
    return events[events.length - 1];
  }

  @Test
  void whatIsRecordedAndWhatBecomesOfASessionIsTold() {
    try (EventWatcher watcher = watching(service, ada)) {
      Event started = record(service, event(session));
      assertThat(watcher.awaitEvent()).isEqualTo(started);
      sessions(service, ada)
          .update(UpdateSession.newBuilder().setSessionId(session.getId()).setName("n").build());
      assertThat(watcher.awaitEvent().getType()).isEqualTo(EventType.EVENT_TYPE_SESSION_UPDATED);
      Session other = create(ada);
      Event created = watcher.awaitEvent();
      assertThat(created.getType()).isEqualTo(EventType.EVENT_TYPE_SESSION_CREATED);
      assertThat(created.getSessionId()).isEqualTo(other.getId());
    }
  }

  @Test
  void eventsOfOneCallKeepTheirOrderAndOneThatWasThereIsNotToldAgain() {
    try (EventWatcher watcher = watching(service, ada)) {
      Event first = record(service, event(session));
      assertThat(watcher.awaitEvent()).isEqualTo(first);
      Event[] more = new Event[50];
      for (int n = 0; n < more.length; n++) {
        more[n] = event(session);
      }
      record(service, first);
      record(service, more);
      for (Event one : more) {
        assertThat(watcher.awaitEvent()).isEqualTo(one);
      }
    }
  }

  @Test
  void anotherUsersEventsNeverCome() {
    String grace = "grace-" + UUID.randomUUID();
    try (EventWatcher watcher = watching(service, ada)) {
      Session hers = create(grace);
      record(service, event(hers));
      Event own = record(service, event(session));
      // Order is kept for all, so hers would have come before.
      assertThat(watcher.awaitEvent()).isEqualTo(own);
    }
  }

  @Test
  void theLastEventsOfADeletedSessionReachItsUser() {
    try (EventWatcher watcher = watching(service, ada)) {
      sessions(service, ada)
          .delete(DeleteSession.newBuilder().setSessionId(session.getId()).build());
      assertThat(watcher.awaitEvent().getType()).isEqualTo(EventType.EVENT_TYPE_SESSION_DELETED);
      Event ended = record(service, event(session));
      assertThat(watcher.awaitEvent()).isEqualTo(ended);
    }
  }

  @Test
  void aWrongClockDoesNotKeepAnEventFromBeingTold() {
    try (EventWatcher watcher = watching(service, ada)) {
      Event ancient = event(session).toBuilder().setTime(Timestamps.MIN_VALUE).build();
      Event distant =
          event(session).toBuilder().setTime(Timestamps.fromSeconds(253_000_000_000L)).build();
      record(service, ancient, distant);
      assertThat(watcher.awaitEvent()).isEqualTo(ancient);
      assertThat(watcher.awaitEvent()).isEqualTo(distant);
    }
  }

  @Test
  void whatOneInstanceRecordsIsToldByAnother() {
    try (TestService other = start();
        EventWatcher watcher = watching(other, ada)) {
      Event event = record(service, event(session));
      assertThat(watcher.awaitEvent()).isEqualTo(event);
    }
  }

  @Test
  void aWatcherThatTakesNothingIsSentAwayInTheEnd() {
    try (EventWatcher quick = watching(service, ada);
        EventWatcher slow = EventWatcher.thatReadsNothing(service, ada)) {
      // It is let in by the time that a later one is.
      watching(service, ada).close();
      int events = 0;
      while (events < 3 * Watchers.MAX_WAITING) {
        Event[] batch = new Event[500];
        for (int n = 0; n < batch.length; n++) {
          batch[n] = event(session);
        }
        record(service, batch);
        events += batch.length;
      }
      for (int n = 0; n < events; n++) {
        assertThat(quick.awaitEvent().getSessionId()).isEqualTo(session.getId());
      }
      slow.read();
      assertThat(slow.awaitEnd().code()).isEqualTo(FaultCode.UNAVAILABLE);
    }
  }

  @Test
  void aServiceThatRestartsSendsItsWatchersAwayAndNothingIsMissed() {
    EventWatcher before = watching(service, ada);
    service.close();
    assertThat(before.awaitEnd().code()).isEqualTo(FaultCode.UNAVAILABLE);
    try (TestService other = start()) {
      record(other, event(session));
    }
    service = start();
    try (EventWatcher after = watching(service, ada)) {
      assertThat(
              sessions(service, ada)
                  .listEvents(ListEvents.newBuilder().setSessionId(session.getId()).build())
                  .getEventsList())
          .hasSize(2);
      Event event = record(service, event(session));
      assertThat(after.awaitEvent()).isEqualTo(event);
    }
  }

  @Test
  void whileTheDatabaseIsAwayNobodyWatchesAndAfterwardsAllDo() {
    EventWatcher before = watching(service, ada);
    database.goAway();
    try {
      Fault end = before.awaitEnd();
      assertThat(end.code()).isEqualTo(FaultCode.UNAVAILABLE);
      assertThat(EventWatcher.of(service, ada).awaitEnd().code()).isEqualTo(FaultCode.UNAVAILABLE);
    } finally {
      database.comeBack();
    }
    try (EventWatcher after = watching(service, ada)) {
      Event event = event(session);
      // Connections of the pool may still be dead; what fails is recorded again, as services do.
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> record(service, event), event::equals);
      assertThat(after.awaitEvent()).isEqualTo(event);
    }
  }
}
