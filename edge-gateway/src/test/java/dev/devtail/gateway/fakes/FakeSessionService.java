package dev.devtail.gateway.fakes;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.devtail.protocol.service.v1.EventNews;
import dev.devtail.protocol.service.v1.GetOrCreateDefaultRequest;
import dev.devtail.protocol.service.v1.ListMetricsRequest;
import dev.devtail.protocol.service.v1.Metric;
import dev.devtail.protocol.service.v1.MetricList;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceImplBase;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.Session;
import dev.devtail.protocol.v1.SessionList;
import dev.devtail.protocol.v1.UpdateSession;
import dev.devtail.protocol.v1.WatchEvents;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Sessions, their events and metrics. */
public final class FakeSessionService extends SessionServiceImplBase {

  /** Those who watch events. */
  public final BlockingQueue<ServerCallStreamObserver<EventNews>> watches =
      new LinkedBlockingQueue<>();

  private final Answers answers;

  FakeSessionService(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void create(CreateSession request, StreamObserver<Session> caller) {
    answers.to(
        caller,
        request,
        request.getName(),
        () -> session("s1", request.getWorkspace(), request.getName()));
  }

  @Override
  public void getOrCreateDefault(
      GetOrCreateDefaultRequest request, StreamObserver<Session> caller) {
    answers.to(caller, request, "", () -> session("default", "/home", ""));
  }

  @Override
  public void get(GetSession request, StreamObserver<Session> caller) {
    String id = request.getSessionId();
    answers.to(caller, request, id, () -> session(id, "/work", "mine"));
  }

  @Override
  public void list(ListSessions request, StreamObserver<SessionList> caller) {
    answers.to(
        caller,
        request,
        "",
        () -> SessionList.newBuilder().addSessions(session("s1", "/work", "mine")).build());
  }

  @Override
  public void update(UpdateSession request, StreamObserver<Session> caller) {
    String id = request.getSessionId();
    answers.to(caller, request, id, () -> session(id, "/work", request.getName()));
  }

  @Override
  public void delete(DeleteSession request, StreamObserver<Done> caller) {
    answers.to(caller, request, request.getSessionId(), Done::getDefaultInstance);
  }

  @Override
  public void watchEvents(WatchEvents request, StreamObserver<EventNews> caller) {
    answers.asked.add("WatchEvents by " + Answers.user());
    watches.add((ServerCallStreamObserver<EventNews>) caller);
  }

  @Override
  public void listMetrics(ListMetricsRequest request, StreamObserver<MetricList> caller) {
    answers.to(
        caller,
        request,
        request.getSessionId(),
        () ->
            MetricList.newBuilder()
                .addMetrics(
                    Metric.newBuilder()
                        .setSessionId(request.getSessionId())
                        .setName("output_bytes")
                        .setValue(request.getLimit())
                        .setTime(request.getFrom()))
                .build());
  }

  @Override
  public void listEvents(ListEvents request, StreamObserver<EventList> caller) {
    answers.to(
        caller,
        request,
        request.getSessionId(),
        () ->
            EventList.newBuilder()
                .addEvents(
                    Event.newBuilder()
                        .setId("e1")
                        .setSessionId(request.getSessionId())
                        .setType(EventType.EVENT_TYPE_TERMINAL_STARTED)
                        .setData(
                            Struct.newBuilder()
                                .putFields("text", Value.newBuilder().setStringValue("t").build())
                                .putFields("yes", Value.newBuilder().setBoolValue(true).build())
                                .putFields("many", Value.newBuilder().setNumberValue(7).build())
                                .putFields(
                                    "list",
                                    Value.newBuilder()
                                        .setListValue(ListValue.getDefaultInstance())
                                        .build())
                                .putFields(
                                    "none",
                                    Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build())))
                .build());
  }

  private static Session session(String id, String workspace, String name) {
    return Session.newBuilder()
        .setId(id)
        .setUser(Answers.user())
        .setWorkspace(workspace)
        .setName(name)
        .setCreatedAt(Timestamp.newBuilder().setSeconds(1_000_000_000))
        .build();
  }
}
