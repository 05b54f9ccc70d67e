package dev.devtail.session.events.grpc;

import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.EventServiceGrpc.EventServiceImplBase;
import dev.devtail.protocol.service.v1.MetricList;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.session.events.Events;
import io.grpc.stub.StreamObserver;

/** {@code devtail.service.v1.EventService}: for services only. */
public final class EventEndpoint extends EventServiceImplBase {

  private final Events events;

  public EventEndpoint(Events events) {
    this.events = events;
  }

  @Override
  public void recordEvents(EventList request, StreamObserver<Done> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          IdentityServerInterceptor.requireService();
          return events
              .record(EventMessages.events(FieldRules.check(request)))
              .thenReturn(Done.getDefaultInstance());
        });
  }

  @Override
  public void recordMetrics(MetricList request, StreamObserver<Done> observer) {
    ReactiveCalls.answer(
        observer,
        () -> {
          IdentityServerInterceptor.requireService();
          return events
              .recordMetrics(EventMessages.metrics(FieldRules.check(request)))
              .thenReturn(Done.getDefaultInstance());
        });
  }
}
