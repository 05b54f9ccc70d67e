package dev.devtail.terminal.directory;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.protocol.service.v1.Event;
import dev.devtail.protocol.service.v1.EventList;
import dev.devtail.protocol.service.v1.EventServiceGrpc.EventServiceStub;
import dev.devtail.protocol.service.v1.EventType;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc.TerminalDirectoryStub;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.v1.Done;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.TerminalJournal;
import dev.devtail.terminal.grpc.TerminalMessages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;
import reactor.util.retry.Retry;

/**
 * Tells session-service of each terminal's start and end, in order and each until it has been
 * heard: while the database is away, what happens waits here and is made up for afterwards.
 */
public final class SessionServiceJournal implements TerminalJournal, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SessionServiceJournal.class);

  /**
   * Entries that wait while session-service cannot be reached; what is beyond is logged and lost.
   */
  static final int MAX_WAITING = 10_000;

  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);

  private record Entry(TerminalEntry terminal, Event event) {}

  private final TerminalDirectoryStub directory;
  private final EventServiceStub events;
  private final String address;
  private final Clock clock;
  private final Sinks.Many<Entry> waiting =
      Sinks.many().unicast().onBackpressureBuffer(Queues.<Entry>get(MAX_WAITING).get());
  private final Disposable reporting;

  /**
   * @param address where gateways reach this service, as a gRPC target
   */
  public SessionServiceJournal(
      TerminalDirectoryStub directory, EventServiceStub events, String address, Clock clock) {
    this.directory = directory;
    this.events = events;
    this.address = address;
    this.clock = clock;
    this.reporting = waiting.asFlux().concatMap(this::report).subscribe();
  }

  @Override
  public void started(TerminalInfo terminal) {
    write(terminal, EventType.EVENT_TYPE_TERMINAL_STARTED);
  }

  @Override
  public void ended(TerminalInfo terminal) {
    write(terminal, EventType.EVENT_TYPE_TERMINAL_ENDED);
  }

  private synchronized void write(TerminalInfo terminal, EventType type) {
    Entry entry = new Entry(directoryEntry(terminal), event(terminal, type));
    if (waiting.tryEmitNext(entry).isFailure()) {
      log.warn("journal is full, dropped type={} terminal={}", type, terminal.id());
    }
  }

  private Mono<Done> report(Entry entry) {
    EventList list = EventList.newBuilder().addEvents(entry.event()).build();
    return ReactiveCalls.call(directory::register, entry.terminal())
        .then(ReactiveCalls.call(events::recordEvents, list))
        .retryWhen(
            Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                .maxBackoff(LAST_RETRY)
                .filter(SessionServiceJournal::mayPass))
        .onErrorResume(
            refused -> {
              log.warn(
                  "journal entry refused terminal={} cause={}",
                  entry.terminal().getTerminal().getId(),
                  refused.toString());
              return Mono.empty();
            });
  }

  private static boolean mayPass(Throwable failure) {
    return failure instanceof Fault fault
        && (fault.code() == FaultCode.UNAVAILABLE
            || fault.code() == FaultCode.TIMEOUT
            || fault.code() == FaultCode.INTERNAL);
  }

  /** Incarnations rise, as epochs do. */
  private TerminalEntry directoryEntry(TerminalInfo terminal) {
    return TerminalEntry.newBuilder()
        .setTerminal(TerminalMessages.toMessage(terminal))
        .setUser(terminal.owner())
        .setAddress(address)
        .setEpoch(terminal.incarnation())
        .build();
  }

  private Event event(TerminalInfo terminal, EventType type) {
    Struct.Builder data =
        Struct.newBuilder()
            .putFields("terminal", text(terminal.id().value()))
            .putFields("name", text(terminal.name()));
    Exit exit = terminal.exit();
    if (exit != null) {
      data.putFields("exit_code", Value.newBuilder().setNumberValue(exit.code()).build());
    }
    Instant now = clock.instant();
    return Event.newBuilder()
        .setId(UUID.randomUUID().toString())
        .setSessionId(terminal.sessionId())
        .setType(type)
        .setData(data)
        .setTime(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
        .build();
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }

  @Override
  public void close() {
    reporting.dispose();
  }
}
