package dev.devtail.session.events.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.Times;
import dev.devtail.protocol.service.v1.EventNews;
import dev.devtail.protocol.service.v1.ListMetricsRequest;
import dev.devtail.protocol.service.v1.MetricList;
import dev.devtail.protocol.service.v1.Watching;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.session.events.Event;
import dev.devtail.session.events.EventType;
import dev.devtail.session.events.Metric;
import dev.devtail.session.events.MetricQuery;
import dev.devtail.session.events.News;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events and metrics as the protocol has them. */
public final class EventMessages {

  private static final JsonFormat.Printer TO_JSON =
      JsonFormat.printer().omittingInsignificantWhitespace();

  /** Metrics of one list. */
  private static final int MAX_METRICS = 1000;

  private EventMessages() {}

  public static EventList of(List<Event> events) {
    return EventList.newBuilder()
        .addAllEvents(events.stream().map(EventMessages::of).toList())
        .build();
  }

  public static EventNews of(News news) {
    return switch (news) {
      case News.Watching watching ->
          EventNews.newBuilder().setWatching(Watching.getDefaultInstance()).build();
      case News.Happened(Event event) -> EventNews.newBuilder().setEvent(of(event)).build();
    };
  }

  private static dev.devtail.protocol.v1.Event of(Event event) {
    return dev.devtail.protocol.v1.Event.newBuilder()
        .setId(event.id().toString())
        .setSessionId(event.sessionId())
        .setType(type(event.type()))
        .setData(struct(event.data()))
        .setTime(Times.of(event.time()))
        .build();
  }

  /**
   * @throws Fault INVALID_ARGUMENT that names the field
   */
  static List<Event> events(EventList list) {
    return IntStream.range(0, list.getEventsCount())
        .mapToObj(index -> event("events[" + index + "].", list.getEvents(index)))
        .toList();
  }

  private static Event event(String path, dev.devtail.protocol.v1.Event event) {
    return new Event(
        uuid(path + "id", event.getId()),
        event.getSessionId(),
        type(path + "type", event.getType()),
        json(path + "data", event.getData()),
        Times.check(path + "time", event.getTime()));
  }

  /**
   * @throws Fault INVALID_ARGUMENT that names the field
   */
  static List<Metric> metrics(MetricList list) {
    return IntStream.range(0, list.getMetricsCount())
        .mapToObj(index -> metric("metrics[" + index + "].", list.getMetrics(index)))
        .toList();
  }

  public static MetricList ofMetrics(List<Metric> metrics) {
    return MetricList.newBuilder()
        .addAllMetrics(metrics.stream().map(EventMessages::of).toList())
        .build();
  }

  private static dev.devtail.protocol.service.v1.Metric of(Metric metric) {
    return dev.devtail.protocol.service.v1.Metric.newBuilder()
        .setSessionId(metric.sessionId())
        .setName(metric.name())
        .setValue(metric.value())
        .setTime(Times.of(metric.time()))
        .build();
  }

  /**
   * @throws Fault INVALID_ARGUMENT that names the field
   */
  public static MetricQuery query(ListMetricsRequest request) {
    return new MetricQuery(
        request.getName(),
        request.hasFrom() ? Times.check("from", request.getFrom()) : null,
        request.hasUntil() ? Times.check("until", request.getUntil()) : null,
        request.getLimit() == 0 ? MAX_METRICS : request.getLimit());
  }

  private static Metric metric(String path, dev.devtail.protocol.service.v1.Metric metric) {
    return new Metric(
        metric.getSessionId(),
        metric.getName(),
        metric.getValue(),
        Times.check(path + "time", metric.getTime()));
  }

  private static UUID uuid(String field, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Fault.invalid(field, '"' + text + '"', "a UUID");
    }
  }

  private static EventType type(String field, dev.devtail.protocol.v1.EventType type) {
    return switch (type) {
      case EVENT_TYPE_SESSION_CREATED -> EventType.SESSION_CREATED;
      case EVENT_TYPE_SESSION_UPDATED -> EventType.SESSION_UPDATED;
      case EVENT_TYPE_SESSION_DELETED -> EventType.SESSION_DELETED;
      case EVENT_TYPE_TERMINAL_STARTED -> EventType.TERMINAL_STARTED;
      case EVENT_TYPE_TERMINAL_ENDED -> EventType.TERMINAL_ENDED;
      case EVENT_TYPE_RECORDING_STARTED -> EventType.RECORDING_STARTED;
      case EVENT_TYPE_RECORDING_STOPPED -> EventType.RECORDING_STOPPED;
      case EVENT_TYPE_AGENT_RUN_STARTED -> EventType.AGENT_RUN_STARTED;
      case EVENT_TYPE_AGENT_STEP_STARTED -> EventType.AGENT_STEP_STARTED;
      case EVENT_TYPE_AGENT_STEP_ENDED -> EventType.AGENT_STEP_ENDED;
      case EVENT_TYPE_AGENT_RUN_ENDED -> EventType.AGENT_RUN_ENDED;
      case EVENT_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw Fault.invalid(field, type, "a type that this version knows");
    };
  }

  private static dev.devtail.protocol.v1.EventType type(EventType type) {
    return switch (type) {
      case SESSION_CREATED -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_SESSION_CREATED;
      case SESSION_UPDATED -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_SESSION_UPDATED;
      case SESSION_DELETED -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_SESSION_DELETED;
      case TERMINAL_STARTED -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_TERMINAL_STARTED;
      case TERMINAL_ENDED -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_TERMINAL_ENDED;
      case RECORDING_STARTED -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_RECORDING_STARTED;
      case RECORDING_STOPPED -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_RECORDING_STOPPED;
      case AGENT_RUN_STARTED -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_AGENT_RUN_STARTED;
      case AGENT_STEP_STARTED -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_AGENT_STEP_STARTED;
      case AGENT_STEP_ENDED -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_AGENT_STEP_ENDED;
      case AGENT_RUN_ENDED -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_AGENT_RUN_ENDED;
      case UNKNOWN -> dev.devtail.protocol.v1.EventType.EVENT_TYPE_UNSPECIFIED;
    };
  }

  private static String json(String field, Struct data) {
    try {
      return TO_JSON.print(data);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw Fault.invalid(field, "not JSON", "finite numbers, and each value of one kind");
    }
  }

  private static Struct struct(String json) {
    Struct.Builder data = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(json, data);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an event's data is no JSON object", e);
    }
    return data.build();
  }
}
