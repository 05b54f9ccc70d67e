package dev.devtail.session.sessions.grpc;

import com.google.protobuf.Message;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.service.v1.ContextCacheEntry;
import dev.devtail.protocol.service.v1.EventNews;
import dev.devtail.protocol.service.v1.GetContextCacheRequest;
import dev.devtail.protocol.service.v1.GetOrCreateDefaultRequest;
import dev.devtail.protocol.service.v1.ListMetricsRequest;
import dev.devtail.protocol.service.v1.MetricList;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceImplBase;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.Session;
import dev.devtail.protocol.v1.SessionList;
import dev.devtail.protocol.v1.UpdateSession;
import dev.devtail.protocol.v1.WatchEvents;
import dev.devtail.session.contextcache.ContextCache;
import dev.devtail.session.contextcache.grpc.ContextMessages;
import dev.devtail.session.events.Events;
import dev.devtail.session.events.LiveEvents;
import dev.devtail.session.events.grpc.EventMessages;
import dev.devtail.session.sessions.Sessions;
import dev.devtail.session.sessions.Workspace;
import io.grpc.stub.StreamObserver;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/** {@code devtail.service.v1.SessionService}: acts for the user of the call's identity. */
public final class SessionEndpoint extends SessionServiceImplBase {

  private final Sessions sessions;
  private final Events events;
  private final LiveEvents liveEvents;
  private final ContextCache contextCache;

  public SessionEndpoint(
      Sessions sessions, Events events, LiveEvents liveEvents, ContextCache contextCache) {
    this.sessions = sessions;
    this.events = events;
    this.liveEvents = liveEvents;
    this.contextCache = contextCache;
  }

  @Override
  public void create(CreateSession request, StreamObserver<Session> observer) {
    answer(
        request,
        observer,
        (user, create) ->
            sessions
                .create(user, create.getWorkspace(), create.getName())
                .map(SessionMessages::of));
  }

  @Override
  public void getOrCreateDefault(
      GetOrCreateDefaultRequest request, StreamObserver<Session> observer) {
    answer(
        request,
        observer,
        (user, any) -> sessions.getOrCreateDefault(user).map(SessionMessages::of));
  }

  @Override
  public void get(GetSession request, StreamObserver<Session> observer) {
    answer(
        request,
        observer,
        (user, get) -> sessions.get(user, get.getSessionId()).map(SessionMessages::of));
  }

  @Override
  public void list(ListSessions request, StreamObserver<SessionList> observer) {
    answer(request, observer, (user, any) -> sessions.list(user).map(SessionMessages::of));
  }

  @Override
  public void update(UpdateSession request, StreamObserver<Session> observer) {
    answer(
        request,
        observer,
        (user, update) ->
            sessions
                .rename(user, update.getSessionId(), update.getName())
                .map(SessionMessages::of));
  }

  @Override
  public void delete(DeleteSession request, StreamObserver<Done> observer) {
    answer(
        request,
        observer,
        (user, delete) ->
            sessions.delete(user, delete.getSessionId()).thenReturn(Done.getDefaultInstance()));
  }

  @Override
  public void listEvents(ListEvents request, StreamObserver<EventList> observer) {
    answer(
        request,
        observer,
        (user, list) ->
            events.list(user, list.getSessionId(), list.getLimit()).map(EventMessages::of));
  }

  @Override
  public void listMetrics(ListMetricsRequest request, StreamObserver<MetricList> observer) {
    answer(
        request,
        observer,
        (user, list) ->
            events
                .metrics(user, list.getSessionId(), EventMessages.query(list))
                .map(EventMessages::ofMetrics));
  }

  @Override
  public void watchEvents(WatchEvents request, StreamObserver<EventNews> observer) {
    ReactiveCalls.stream(
        observer,
        () -> liveEvents.watch(IdentityServerInterceptor.current().user()).map(EventMessages::of));
  }

  @Override
  public void getContextCache(
      GetContextCacheRequest request, StreamObserver<ContextCacheEntry> observer) {
    answer(
        request,
        observer,
        (user, get) -> {
          String workspace = Workspace.of(get.getWorkspace()).path();
          return contextCache
              .find(user, workspace)
              .map(ContextMessages::of)
              .switchIfEmpty(Mono.error(() -> Fault.notFound("code map of", workspace)));
        });
  }

  @Override
  public void putContextCache(ContextCacheEntry request, StreamObserver<Done> observer) {
    answer(
        request,
        observer,
        (user, entry) ->
            contextCache
                .put(
                    ContextMessages.snapshot(
                        user, Workspace.of(entry.getWorkspace()).path(), entry))
                .thenReturn(Done.getDefaultInstance()));
  }

  private static <Q extends Message, R> void answer(
      Q request, StreamObserver<R> observer, BiFunction<String, Q, Mono<R>> work) {
    ReactiveCalls.answer(
        observer,
        () -> work.apply(IdentityServerInterceptor.current().user(), FieldRules.check(request)));
  }
}
