package dev.devtail.session.events.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import com.google.protobuf.util.Timestamps;
import com.google.protobuf.util.Values;
import dev.devtail.kit.database.Database;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.EventServiceGrpc;
import dev.devtail.protocol.service.v1.EventServiceGrpc.EventServiceBlockingStub;
import dev.devtail.protocol.service.v1.ListMetricsRequest;
import dev.devtail.protocol.service.v1.Metric;
import dev.devtail.protocol.service.v1.MetricList;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.Session;
import dev.devtail.session.testing.CalledFault;
import dev.devtail.session.testing.ServiceExtension;
import dev.devtail.session.testing.TestService;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServiceExtension.class)
class EventEndpointTest {

  private final TestService service;
  private final SessionServiceBlockingStub ada;
  private final EventServiceBlockingStub events;
  private final Session session;
  private final Timestamp later;

  EventEndpointTest(TestService service) {
    this.service = service;
    String user = "ada-" + UUID.randomUUID();
    this.ada = service.asUser(user, SessionServiceGrpc::newBlockingStub);
    this.events = service.asService(EventServiceGrpc::newBlockingStub);
    this.session = ada.create(CreateSession.newBuilder().setWorkspace("/srv").build());
    this.later =
        Timestamps.add(
            session.getCreatedAt(),
            Timestamps.between(Timestamps.fromMillis(0), Timestamps.fromMillis(1)));
  }

  private Event.Builder event() {
    return Event.newBuilder()
        .setId(UUID.randomUUID().toString())
        .setSessionId(session.getId())
        .setType(EventType.EVENT_TYPE_TERMINAL_STARTED)
        .setData(
            Struct.newBuilder()
                .putFields("command", Values.of("vim"))
                .putFields("size", Values.of(List.of(Values.of(80), Values.of(24.5))))
                .putFields("nothing", Values.ofNull()))
        .setTime(later);
  }

  private void record(Event.Builder event) {
    events.recordEvents(EventList.newBuilder().addEvents(event).build());
  }

  private List<Event> recorded(int limit) {
    return ada.listEvents(
            ListEvents.newBuilder().setSessionId(session.getId()).setLimit(limit).build())
        .getEventsList();
  }

  @Test
  void whatWasRecordedIsListedNewestFirst() {
    Event started = event().build();
    record(started.toBuilder());
    assertThat(recorded(0)).hasSize(2).first().isEqualTo(started);
    assertThat(recorded(1)).containsExactly(started);
  }

  @Test
  void anEventThatComesAgainIsOneEvent() {
    Event.Builder started = event();
    record(started);
    record(started);
    record(
        started
            .clone()
            .setTime(
                Timestamps.add(
                    later,
                    Timestamps.between(Timestamps.fromMillis(0), Timestamps.fromMillis(1)))));
    events.recordEvents(EventList.newBuilder().addEvents(started).addEvents(started).build());
    assertThat(recorded(0)).hasSize(2);
  }

  @Test
  void aThousandFitInOneCall() {
    EventList.Builder many = EventList.newBuilder();
    IntStream.range(0, 1000).forEach(n -> many.addEvents(event()));
    events.recordEvents(many.build());
    assertThat(recorded(1000)).hasSize(1000);
    assertThat(recorded(0)).hasSize(100);

    many.addEvents(event());
    assertThat(CalledFault.of(() -> events.recordEvents(many.build())).field()).isEqualTo("events");
  }

  @Test
  void activityMovesForwardOnlyAndNotIntoTheFuture() {
    record(event());
    assertThat(activity()).isEqualTo(later);
    record(event().setTime(session.getCreatedAt()));
    assertThat(activity()).isEqualTo(later);
    record(
        event()
            .setTime(
                Timestamps.add(
                    later,
                    Timestamps.between(
                        Timestamps.fromMillis(0), Timestamps.fromMillis(3_600_000)))));
    assertThat(Timestamps.compare(activity(), Timestamps.now())).isNotPositive();
  }

  private Timestamp activity() {
    return ada.get(GetSession.newBuilder().setSessionId(session.getId()).build())
        .getLastActivityAt();
  }

  @Test
  void eventsOfADeletedSessionAreTaken() {
    record(event().setSessionId("long-gone"));
    assertThat(recorded(0)).hasSize(1);
  }

  @Test
  void badEventsAreNamed() {
    assertThat(invalid(event().setId("x".repeat(36)))).isEqualTo("events[0].id");
    assertThat(invalid(event().clearSessionId())).isEqualTo("events[0].session_id");
    assertThat(invalid(event().setTypeValue(4711))).isEqualTo("events[0].type");
    assertThat(invalid(event().setTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))))
        .isEqualTo("events[0].time");
    assertThat(invalid(event().clearTime())).isEqualTo("events[0].time");
    assertThat(invalid(event().setData(data(Values.of(Double.NaN))))).isEqualTo("events[0].data");
    assertThat(invalid(event().setData(data(Value.getDefaultInstance()))))
        .startsWith("events[0].data");
    assertThat(invalid(event().setData(data(Values.of("a\0b"))))).startsWith("events[0].data");
    assertThat(recorded(0)).hasSize(1);
  }

  private static Struct data(Value value) {
    return Struct.newBuilder().putFields("key", value).build();
  }

  private String invalid(Event.Builder event) {
    Fault fault = CalledFault.of(() -> record(event));
    assertThat(fault.code()).isEqualTo(FaultCode.INVALID_ARGUMENT);
    return fault.field();
  }

  @Test
  void metricsAreListedNewestFirstByNameAndTime() {
    Metric old = metric("output_bytes", 1, 0);
    Metric other = metric("input_bytes", 2, 60);
    Metric young = metric("output_bytes", 3, 120);
    events.recordMetrics(
        MetricList.newBuilder().addMetrics(old).addMetrics(young).addMetrics(other).build());
    ListMetricsRequest all = ListMetricsRequest.newBuilder().setSessionId(session.getId()).build();

    assertThat(ada.listMetrics(all).getMetricsList()).containsExactly(young, other, old);
    assertThat(ada.listMetrics(all.toBuilder().setName("output_bytes").build()).getMetricsList())
        .containsExactly(young, old);
    assertThat(
            ada.listMetrics(
                    all.toBuilder().setFrom(other.getTime()).setUntil(young.getTime()).build())
                .getMetricsList())
        .containsExactly(other);
    assertThat(ada.listMetrics(all.toBuilder().setLimit(1).build()).getMetricsList())
        .containsExactly(young);
    SessionServiceBlockingStub grace =
        service.asUser("grace-" + UUID.randomUUID(), SessionServiceGrpc::newBlockingStub);
    assertThat(CalledFault.of(() -> grace.listMetrics(all)).code()).isEqualTo(FaultCode.NOT_FOUND);
  }

  private Metric metric(String name, double value, long secondsLater) {
    return Metric.newBuilder()
        .setSessionId(session.getId())
        .setName(name)
        .setValue(value)
        .setTime(later.toBuilder().setSeconds(later.getSeconds() + secondsLater))
        .build();
  }

  @Test
  void metricsMayBeRecordedAgain() {
    Metric metric =
        Metric.newBuilder()
            .setSessionId(session.getId())
            .setName("bytes_sent")
            .setValue(1.5)
            .setTime(later)
            .build();
    MetricList list = MetricList.newBuilder().addMetrics(metric).build();
    events.recordMetrics(list);
    events.recordMetrics(list);
    events.recordMetrics(MetricList.getDefaultInstance());
    events.recordEvents(EventList.getDefaultInstance());

    Long rows =
        service
            .bean(Database.class)
            .call(
                client ->
                    client
                        .sql("select count(*) from metrics where session_id = :id and value = 1.5")
                        .bind("id", session.getId())
                        .mapValue(Long.class)
                        .one())
            .block();
    assertThat(rows).isEqualTo(1);
    Fault fault =
        CalledFault.of(
            () ->
                events.recordMetrics(
                    MetricList.newBuilder()
                        .addMetrics(metric.toBuilder().setName("Bytes Sent"))
                        .build()));
    assertThat(fault.field()).isEqualTo("metrics[0].name");
  }

  @Test
  void onlyServicesRecord() {
    EventServiceBlockingStub user = service.asUser("ada", EventServiceGrpc::newBlockingStub);
    assertThat(
            CalledFault.of(
                    () -> user.recordEvents(EventList.newBuilder().addEvents(event()).build()))
                .code())
        .isEqualTo(FaultCode.PERMISSION_DENIED);
    assertThat(CalledFault.of(() -> user.recordMetrics(MetricList.getDefaultInstance())).code())
        .isEqualTo(FaultCode.PERMISSION_DENIED);
  }
}
