package dev.devtail.gateway.backend;

import com.google.protobuf.Timestamp;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.AccessServiceGrpc.AccessServiceStub;
import dev.devtail.protocol.service.v1.AgentRunServiceGrpc.AgentRunServiceStub;
import dev.devtail.protocol.service.v1.ContextServiceGrpc.ContextServiceStub;
import dev.devtail.protocol.service.v1.GetOrCreateDefaultRequest;
import dev.devtail.protocol.service.v1.ListMetricsRequest;
import dev.devtail.protocol.service.v1.ListTerminalsRequest;
import dev.devtail.protocol.service.v1.MetricList;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceStub;
import dev.devtail.protocol.service.v1.StartTerminalRequest;
import dev.devtail.protocol.service.v1.TemplateServiceGrpc.TemplateServiceStub;
import dev.devtail.protocol.service.v1.TerminalServiceGrpc;
import dev.devtail.protocol.service.v1.TerminalServiceGrpc.TerminalServiceStub;
import dev.devtail.protocol.service.v1.UsageServiceGrpc.UsageServiceStub;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.Session;
import dev.devtail.protocol.v1.SessionList;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalList;
import dev.devtail.protocol.v1.UpdateSession;
import io.grpc.Channel;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What a user can do, whether it is asked for by REST or over the connection. Everything is checked
 * and authorised by the service that owns it; everything fails with a {@link Fault}.
 */
public final class Backend {

  private final SessionServiceStub sessions;
  private final TerminalChannels channels;
  private final TerminalLocator locator;
  private final UserCalls calls;
  private final RecordingBackend recordings;
  private final AccessBackend access;
  private final HistoryBackend histories;
  private final UsageBackend usage;
  private final AgentRunBackend runs;
  private final TemplateBackend templates;
  private final ContextBackend contexts;

  public Backend(
      SessionServiceStub sessions,
      AccessServiceStub access,
      UsageServiceStub usage,
      AgentRunServiceStub runs,
      TemplateServiceStub templates,
      ContextServiceStub contexts,
      TerminalChannels channels,
      TerminalLocator locator,
      IdentityTokens tokens) {
    this.sessions = sessions;
    this.channels = channels;
    this.locator = locator;
    this.calls = new UserCalls(locator, tokens);
    this.recordings = new RecordingBackend(channels, locator, calls);
    this.access = new AccessBackend(access, calls, this::getTerminal);
    this.histories = new HistoryBackend(channels, calls);
    this.usage = new UsageBackend(usage, calls);
    this.runs = new AgentRunBackend(runs, calls, locator, this::sessionFor);
    this.templates = new TemplateBackend(templates, calls);
    this.contexts = new ContextBackend(contexts, calls, locator, this::sessionFor);
  }

  public RecordingBackend recordings() {
    return recordings;
  }

  public AccessBackend access() {
    return access;
  }

  public HistoryBackend histories() {
    return histories;
  }

  public UsageBackend usage() {
    return usage;
  }

  public AgentRunBackend runs() {
    return runs;
  }

  public TemplateBackend templates() {
    return templates;
  }

  public ContextBackend contexts() {
    return contexts;
  }

  public Mono<Session> createSession(Identity user, CreateSession request) {
    return ReactiveCalls.call(sessionsAs(user)::create, request);
  }

  public Mono<Session> getSession(Identity user, GetSession request) {
    return ReactiveCalls.call(sessionsAs(user)::get, request);
  }

  public Mono<SessionList> listSessions(Identity user, ListSessions request) {
    return ReactiveCalls.call(sessionsAs(user)::list, request);
  }

  public Mono<Session> updateSession(Identity user, UpdateSession request) {
    return ReactiveCalls.call(sessionsAs(user)::update, request);
  }

  public Mono<EventList> listEvents(Identity user, ListEvents request) {
    return ReactiveCalls.call(sessionsAs(user)::listEvents, request);
  }

  public Mono<MetricList> listMetrics(Identity user, ListMetricsRequest request) {
    return ReactiveCalls.call(sessionsAs(user)::listMetrics, request);
  }

  /** Ends the session's terminals, then deletes it. */
  public Mono<Done> deleteSession(Identity user, DeleteSession request) {
    GetSession get = GetSession.newBuilder().setSessionId(request.getSessionId()).build();
    ListTerminals list = ListTerminals.newBuilder().setSessionId(request.getSessionId()).build();
    return getSession(user, get)
        .then(listTerminals(user, list))
        .flatMapIterable(TerminalList::getTerminalsList)
        .flatMap(
            terminal ->
                endTerminal(user, EndTerminal.newBuilder().setTerminalId(terminal.getId()).build())
                    .onErrorResume(UserCalls::isNotFound, gone -> Mono.empty()))
        .then(ReactiveCalls.call(sessionsAs(user)::delete, request));
  }

  /**
   * Starts a terminal. The call is made on the loop that asked: the terminal settles on the loop
   * that its start comes on, and so its keys need not change threads later.
   */
  public Mono<Terminal> startTerminal(Identity user, StartTerminal request) {
    String place = locator.placeForNew();
    EventLoop loop = channels.currentLoop();
    TerminalServiceStub terminals = terminalsAs(user, channels.on(place, loop));
    return sessionFor(user, request.getSessionId())
        .map(
            session ->
                StartTerminalRequest.newBuilder()
                    .setSessionId(session.getId())
                    .setWorkspace(session.getWorkspace())
                    .setSpec(request.getSpec())
                    .setRequestKey(request.getRequestKey())
                    .build())
        .publishOn(Schedulers.fromExecutor(loop))
        .flatMap(start -> ReactiveCalls.call(terminals::start, start))
        .doOnNext(terminal -> locator.remember(terminal.getId(), place));
  }

  private Mono<Session> sessionFor(Identity user, String sessionId) {
    return sessionId.isEmpty()
        ? ReactiveCalls.call(
            sessionsAs(user)::getOrCreateDefault, GetOrCreateDefaultRequest.getDefaultInstance())
        : getSession(user, GetSession.newBuilder().setSessionId(sessionId).build());
  }

  /** The user's terminals, oldest first, wherever they live. */
  public Mono<TerminalList> listTerminals(Identity user, ListTerminals request) {
    ListTerminalsRequest list =
        ListTerminalsRequest.newBuilder().setSessionId(request.getSessionId()).build();
    return locator
        .places(user)
        .flatMapMany(Flux::fromIterable)
        .flatMap(place -> ReactiveCalls.call(terminalsAs(user, place)::list, list))
        .flatMapIterable(TerminalList::getTerminalsList)
        .collectSortedList(Comparator.comparing(Backend::startOf))
        .map(Backend::toList);
  }

  /** Fails with NOT_FOUND if the user has no such terminal. */
  public Mono<Terminal> getTerminal(Identity user, String terminalId) {
    return listTerminals(user, ListTerminals.getDefaultInstance())
        .flatMapIterable(TerminalList::getTerminalsList)
        .filter(terminal -> terminal.getId().equals(terminalId))
        .next()
        .switchIfEmpty(Mono.error(() -> Fault.notFound("terminal", terminalId)));
  }

  private static Instant startOf(Terminal terminal) {
    Timestamp start = terminal.getStartedAt();
    return Instant.ofEpochSecond(start.getSeconds(), start.getNanos());
  }

  private static TerminalList toList(List<Terminal> terminals) {
    return TerminalList.newBuilder().addAllTerminals(terminals).build();
  }

  public Mono<Done> signalTerminal(Identity user, SignalTerminal request) {
    return calls.atOwner(
        user,
        request.getTerminalId(),
        place -> ReactiveCalls.call(terminalsAs(user, place)::signal, request));
  }

  public Mono<Done> endTerminal(Identity user, EndTerminal request) {
    return calls.atOwner(
        user,
        request.getTerminalId(),
        place -> ReactiveCalls.call(terminalsAs(user, place)::end, request));
  }

  private SessionServiceStub sessionsAs(Identity user) {
    return calls.as(user, sessions);
  }

  private TerminalServiceStub terminalsAs(Identity user, String place) {
    return terminalsAs(user, channels.to(place));
  }

  private TerminalServiceStub terminalsAs(Identity user, Channel channel) {
    return calls.as(user, TerminalServiceGrpc.newStub(channel));
  }
}
