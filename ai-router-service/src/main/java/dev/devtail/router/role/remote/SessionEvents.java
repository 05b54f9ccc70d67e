package dev.devtail.router.role.remote;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.devtail.kit.grpc.Outbox;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.grpc.Times;
import dev.devtail.protocol.service.v1.EventServiceGrpc.EventServiceStub;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.router.role.Role;
import dev.devtail.router.role.RunSpec;
import dev.devtail.router.role.RunState.Ended;
import dev.devtail.router.role.Step;
import dev.devtail.router.role.StepEvents;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Tells session-service of runs and their steps, in order and each until it has been heard; what
 * there is no room for in the {@link Outbox} is logged and lost.
 */
public final class SessionEvents implements StepEvents, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SessionEvents.class);

  /** Of a text in an event, in characters: what is longer is cut. The run itself has all of it. */
  static final int MAX_TEXT = 1_000;

  private final EventServiceStub events;
  private final InstantSource clock;
  private final Outbox<Event> outbox;

  public SessionEvents(EventServiceStub events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
    this.outbox = new Outbox<>(this::report, SessionEvents::refused);
  }

  @Override
  public void started(RunSpec run) {
    write(
        run, EventType.EVENT_TYPE_AGENT_RUN_STARTED, data(run).putFields("task", text(run.task())));
  }

  @Override
  public void stepStarted(RunSpec run, int number, Role role, int round) {
    write(run, EventType.EVENT_TYPE_AGENT_STEP_STARTED, step(run, number, role, round));
  }

  @Override
  public void stepEnded(RunSpec run, Step step) {
    Struct.Builder data =
        step(run, step.number(), step.role(), step.round())
            .putFields("deed", text(step.deed().label()))
            .putFields("text", text(step.text()))
            .putFields("model", text(step.model()))
            .putFields("cost_usd", text(step.spending().cost().toPlainString()));
    if (!step.changes().isEmpty()) {
      data.putFields(
          "files",
          text(step.changes().stream().map(Object::toString).collect(Collectors.joining(", "))));
    }
    write(run, EventType.EVENT_TYPE_AGENT_STEP_ENDED, data);
  }

  @Override
  public void ended(RunSpec run, Ended state) {
    write(
        run,
        EventType.EVENT_TYPE_AGENT_RUN_ENDED,
        data(run)
            .putFields("state", text(state.ending().name().toLowerCase(Locale.ROOT)))
            .putFields("reason", text(state.reason())));
  }

  private static Struct.Builder step(RunSpec run, int number, Role role, int round) {
    return data(run)
        .putFields("step", number(number))
        .putFields("role", text(role.label()))
        .putFields("round", number(round));
  }

  private static Struct.Builder data(RunSpec run) {
    return Struct.newBuilder().putFields("run", text(run.id().toString()));
  }

  private static Value text(String value) {
    String shown =
        value.length() <= MAX_TEXT
            ? value
            : value.substring(0, value.offsetByCodePoints(0, MAX_TEXT / 2)) + "…";
    return Value.newBuilder().setStringValue(shown.replace('\0', ' ')).build();
  }

  private static Value number(int value) {
    return Value.newBuilder().setNumberValue(value).build();
  }

  private void write(RunSpec run, EventType type, Struct.Builder data) {
    Event event =
        Event.newBuilder()
            .setId(UUID.randomUUID().toString())
            .setSessionId(run.session())
            .setType(type)
            .setData(data)
            .setTime(Times.of(clock.instant()))
            .build();
    if (!outbox.add(event)) {
      log.warn("too many events wait, dropped type={} run={}", type, run.id());
    }
  }

  private Mono<?> report(Event event) {
    return ReactiveCalls.call(
        events::recordEvents, EventList.newBuilder().addEvents(event).build());
  }

  private static void refused(Event event, Throwable cause) {
    log.warn("event refused event={} cause={}", event.getId(), cause.toString());
  }

  @Override
  public void close() {
    outbox.close();
  }
}
