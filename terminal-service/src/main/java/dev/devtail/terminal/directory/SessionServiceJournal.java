package dev.devtail.terminal.directory;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.devtail.kit.grpc.Outbox;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Tells session-service of the start and end of each terminal and each recording, in order and each
 * until it has been heard; what there is no room for in the {@link Outbox} is logged and lost.
 */
public final class SessionServiceJournal
    implements TerminalJournal, RecordingJournal, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SessionServiceJournal.class);

  /**
   * @param registration what the directory is told before; null: nothing
   */
  private record Entry(@Nullable TerminalEntry registration, Event event) {}

  private final TerminalDirectoryStub directory;
  private final EventServiceStub events;
  private final String address;
  private final Clock clock;
  private final Outbox<Entry> outbox;

  /**
   * @param address where gateways reach this service, as a gRPC target
   */
  public SessionServiceJournal(
      TerminalDirectoryStub directory, EventServiceStub events, String address, Clock clock) {
    this.directory = directory;
    this.events = events;
    this.address = address;
    this.clock = clock;
    this.outbox = new Outbox<>(this::report, SessionServiceJournal::refused);
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

  private void write(Entry entry) {
    if (!outbox.add(entry)) {
      Event event = entry.event();
      log.warn("journal is full, dropped type={} event={}", event.getType(), event.getId());
    }
  }

  private Mono<Done> report(Entry entry) {
    EventList list = EventList.newBuilder().addEvents(entry.event()).build();
    return register(entry.registration()).then(ReactiveCalls.call(events::recordEvents, list));
  }

  private static void refused(Entry entry, Throwable cause) {
    log.warn("journal entry refused event={} cause={}", entry.event().getId(), cause.toString());
  }

  private Mono<Done> register(@Nullable TerminalEntry registration) {
    return registration == null
        ? Mono.empty()
        : ReactiveCalls.call(directory::register, registration);
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
    outbox.close();
  }
}
