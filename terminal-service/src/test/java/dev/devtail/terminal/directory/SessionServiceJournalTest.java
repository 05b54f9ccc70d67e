package dev.devtail.terminal.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.grpc.Outbox;
import dev.devtail.protocol.service.v1.EventServiceGrpc;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.TerminalState;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.SizePolicy;
import dev.devtail.terminal.domain.TerminalId;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.recording.Recording;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionServiceJournalTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final String name = UUID.randomUUID().toString();
  private final List<TerminalEntry> entries = new CopyOnWriteArrayList<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile @Nullable FaultCode registerFails;
  private volatile @Nullable FaultCode recordFails;

  private final Server server =
      InProcessServerBuilder.forName(name)
          .directExecutor()
          .addService(
              new TerminalDirectoryGrpc.TerminalDirectoryImplBase() {
                @Override
                public void register(TerminalEntry entry, StreamObserver<Done> observer) {
                  calls.add("register " + entry.getTerminal().getId());
                  if (!refuse(registerFails, observer)) {
                    entries.add(entry);
                    answer(observer);
                  }
                }
              })
          .addService(
              new EventServiceGrpc.EventServiceImplBase() {
                @Override
                public void recordEvents(EventList list, StreamObserver<Done> observer) {
                  calls.add("record");
                  if (!refuse(recordFails, observer)) {
                    events.addAll(list.getEventsList());
                    answer(observer);
                  }
                }
              })
          .build();
  private final ManagedChannel channel =
      InProcessChannelBuilder.forName(name).directExecutor().build();
  private final SessionServiceJournal journal =
      new SessionServiceJournal(
          TerminalDirectoryGrpc.newStub(channel),
          EventServiceGrpc.newStub(channel),
          "10.1.2.3:7712",
          Clock.fixed(NOW, ZoneOffset.UTC));

  private static boolean refuse(@Nullable FaultCode code, StreamObserver<Done> observer) {
    if (code != null) {
      observer.onError(Faults.toStatus(new Fault(code, "not now")));
    }
    return code != null;
  }

  private static void answer(StreamObserver<Done> observer) {
    observer.onNext(Done.getDefaultInstance());
    observer.onCompleted();
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    journal.close();
    channel.shutdownNow();
    server.shutdownNow();
  }

  private static final long INCARNATION = 7;

  private static TerminalInfo terminal(String id, @Nullable Exit exit) {
    return new TerminalInfo(
        new TerminalId(id),
        INCARNATION,
        "ada",
        "s1",
        "sh",
        List.of("sh"),
        "/",
        new WindowSize(80, 24),
        SizePolicy.ACTIVE,
        exit == null ? TerminalInfo.State.RUNNING : TerminalInfo.State.ENDED,
        exit,
        "",
        0,
        false,
        NOW,
        NOW);
  }

  private void awaitEvents(int count) {
    await().atMost(PATIENCE).until(() -> events.size() >= count);
  }

  private List<String> registered() {
    return entries.stream().map(entry -> entry.getTerminal().getId()).toList();
  }

  @Test
  void tellsWhereATerminalIsAndWhatBecameOfIt() {
    journal.started(terminal("t1", null));
    journal.ended(terminal("t1", Exit.ofCode(3)));
    awaitEvents(2);
    assertThat(entries).hasSize(2);
    TerminalEntry first = entries.getFirst();
    assertThat(first.getUser()).isEqualTo("ada");
    assertThat(first.getAddress()).isEqualTo("10.1.2.3:7712");
    assertThat(first.getEpoch()).isEqualTo(INCARNATION);
    assertThat(entries.getLast().getTerminal().getState())
        .isEqualTo(TerminalState.TERMINAL_STATE_ENDED);
    assertThat(events)
        .extracting(Event::getType)
        .containsExactly(
            EventType.EVENT_TYPE_TERMINAL_STARTED, EventType.EVENT_TYPE_TERMINAL_ENDED);
    Event ended = events.getLast();
    assertThat(ended.getSessionId()).isEqualTo("s1");
    assertThat(ended.getTime().getSeconds()).isEqualTo(NOW.getEpochSecond());
    assertThat(ended.getData().getFieldsOrThrow("exit_code").getNumberValue()).isEqualTo(3);
    assertThat(ended.getData().getFieldsOrThrow("terminal").getStringValue()).isEqualTo("t1");
    assertThat(ended.getId()).hasSize(36).isNotEqualTo(events.getFirst().getId());
  }

  @Test
  void tellsOfRecordingsInTheSameOrder() {
    Recording recording =
        new Recording("r1", "t1", "s1", "ada", "sh", NOW, Recording.State.RUNNING, 0, 0);
    journal.started(terminal("t1", null));
    journal.started(recording);
    journal.stopped(recording);
    journal.ended(terminal("t1", Exit.ofCode(0)));
    awaitEvents(4);
    assertThat(events)
        .extracting(Event::getType)
        .containsExactly(
            EventType.EVENT_TYPE_TERMINAL_STARTED,
            EventType.EVENT_TYPE_RECORDING_STARTED,
            EventType.EVENT_TYPE_RECORDING_STOPPED,
            EventType.EVENT_TYPE_TERMINAL_ENDED);
    Event started = events.get(1);
    assertThat(started.getSessionId()).isEqualTo("s1");
    assertThat(started.getData().getFieldsOrThrow("terminal").getStringValue()).isEqualTo("t1");
    assertThat(started.getData().getFieldsOrThrow("recording").getStringValue()).isEqualTo("r1");
    assertThat(registered()).containsExactly("t1", "t1");
  }

  @Test
  void triesAgainUntilItIsHeardAndKeepsTheOrder() {
    registerFails = FaultCode.UNAVAILABLE;
    for (int i = 0; i < 5; i++) {
      journal.started(terminal("t" + i, null));
    }
    await().atMost(PATIENCE).until(() -> calls.size() >= 2);
    // Behind the first nothing has been tried.
    assertThat(calls).containsOnly("register t0");
    registerFails = null;
    awaitEvents(5);
    assertThat(registered()).containsExactly("t0", "t1", "t2", "t3", "t4");
  }

  @Test
  void anEventThatWasNotHeardIsSentAgain() {
    recordFails = FaultCode.TIMEOUT;
    journal.started(terminal("t1", null));
    await().atMost(PATIENCE).until(() -> calls.contains("record"));
    recordFails = null;
    awaitEvents(1);
    assertThat(events).hasSize(1);
    // Both writes are safe to repeat.
    assertThat(registered()).containsOnly("t1");
  }

  @Test
  void whatIsRefusedIsDropped() {
    registerFails = FaultCode.STALE_EPOCH;
    journal.started(terminal("t1", null));
    await().atMost(PATIENCE).until(() -> calls.size() == 1);
    registerFails = null;
    journal.started(terminal("t2", null));
    awaitEvents(1);
    assertThat(registered()).containsExactly("t2");
  }

  @Test
  void noMoreWaitsThanTheBound() {
    registerFails = FaultCode.UNAVAILABLE;
    int written = 3 * Outbox.MAX_WAITING;
    for (int i = 0; i < written; i++) {
      journal.started(terminal("t" + i, null));
    }
    registerFails = null;
    await().atMost(PATIENCE).until(() -> registered().contains("t9999"));
    journal.started(terminal("last", null));
    await().atMost(PATIENCE).until(() -> registered().contains("last"));
    assertThat(entries.size()).isGreaterThan(Outbox.MAX_WAITING).isLessThan(2 * Outbox.MAX_WAITING);
  }

  @Test
  void afterItsEndNothingIsSent() {
    registerFails = FaultCode.UNAVAILABLE;
    journal.started(terminal("t1", null));
    journal.close();
    registerFails = null;
    journal.started(terminal("t2", null));
    assertThat(entries).isEmpty();
  }
}
