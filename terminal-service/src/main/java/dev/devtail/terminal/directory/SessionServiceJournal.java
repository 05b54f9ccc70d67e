package dev.devtail.terminal.directory;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.protocol.service.v1.EventServiceGrpc.EventServiceStub;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc.TerminalDirectoryStub;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.TerminalJournal;
import dev.devtail.terminal.grpc.TerminalMessages;
import dev.devtail.terminal.recording.Recording;
import dev.devtail.terminal.recording.RecordingJournal;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;
import reactor.util.retry.Retry;

/**
 * Tells session-service of the start and end of each terminal and each recording, in order and each
 * until it has been heard: while the database is away, what happens waits here and is made up for
 * afterwards.
 */
public final class SessionServiceJournal
    implements TerminalJournal, RecordingJournal, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SessionServiceJournal.class);

  /**
   * Entries that wait while session-service cannot be reached; what is beyond is logged and lost.
   */
  static final int MAX_WAITING = 10_000;

  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);

  /**
   * @param registration what the directory is told before; null: nothing
   */
  private record Entry(@Nullable TerminalEntry registration, Event event) {}

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

  @Override
  public void started(Recording recording) {
    write(recording, EventType.EVENT_TYPE_RECORDING_STARTED);
  }

  @Override
  public void stopped(Recording recording) {
    write(recording, EventType.EVENT_TYPE_RECORDING_STOPPED);
  }

  private void write(TerminalInfo terminal, EventType type) {
    Struct.Builder data = data(terminal.id().value(), terminal.name());
    Exit exit = terminal.exit();
    if (exit != null) {
      data.putFields("exit_code", Value.newBuilder().setNumberValue(exit.code()).build());
    }
    write(new Entry(directoryEntry(terminal), event(terminal.sessionId(), type, data)));
  }

  private void write(Recording recording, EventType type) {
    Struct.Builder data =
        data(recording.terminalId(), recording.name()).putFields("recording", text(recording.id()));
    write(new Entry(null, event(recording.sessionId(), type, data)));
  }

  private synchronized void write(Entry entry) {
    if (waiting.tryEmitNext(entry).isFailure()) {
      Event event = entry.event();
      log.warn("journal is full, dropped type={} event={}", event.getType(), event.getId());
    }
  }

  private Mono<Done> report(Entry entry) {
    EventList list = EventList.newBuilder().addEvents(entry.event()).build();
    return register(entry.registration())
        .then(ReactiveCalls.call(events::recordEvents, list))
        .retryWhen(
            Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                .maxBackoff(LAST_RETRY)
                .filter(SessionServiceJournal::mayPass))
        .onErrorResume(
            refused -> {
              log.warn(
                  "journal entry refused event={} cause={}",
                  entry.event().getId(),
                  refused.toString());
              return Mono.empty();
            });
  }

  private Mono<Done> register(@Nullable TerminalEntry registration) {
    return registration == null
        ? Mono.empty()
        : ReactiveCalls.call(directory::register, registration);
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

  private Event event(String sessionId, EventType type, Struct.Builder data) {
    return Event.newBuilder()
        .setId(UUID.randomUUID().toString())
        .setSessionId(sessionId)
        .setType(type)
        .setData(data)
        .setTime(TerminalMessages.toMessage(clock.instant()))
        .build();
  }

  private static Struct.Builder data(String terminalId, String name) {
    return Struct.newBuilder()
        .putFields("terminal", text(terminalId))
        .putFields("name", text(name));
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }

  @Override
  public void close() {
    reporting.dispose();
  }
}
