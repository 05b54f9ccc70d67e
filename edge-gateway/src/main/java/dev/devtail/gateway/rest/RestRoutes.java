package dev.devtail.gateway.rest;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import com.google.protobuf.Timestamp;
import dev.devtail.gateway.backend.Backend;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.service.v1.ListMetricsRequest;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.UpdateSession;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Sessions and terminals by REST; {@code openapi.yaml} beside this describes them. */
public final class RestRoutes {

  private static final int DEFAULT_EVENTS = 100;

  private final Backend backend;

  public RestRoutes(Backend backend) {
    this.backend = backend;
  }

  public RouterFunction<ServerResponse> routes() {
    return route()
        .GET("/v1/sessions", this::listSessions)
        .POST("/v1/sessions", this::createSession)
        .GET("/v1/sessions/{id}", this::getSession)
        .PATCH("/v1/sessions/{id}", this::updateSession)
        .DELETE("/v1/sessions/{id}", this::deleteSession)
        .GET("/v1/sessions/{id}/events", this::listEvents)
        .GET("/v1/sessions/{id}/metrics", this::listMetrics)
        .GET("/v1/terminals", this::listTerminals)
        .POST("/v1/terminals", this::startTerminal)
        .GET("/v1/terminals/{id}", this::getTerminal)
        .DELETE("/v1/terminals/{id}", this::endTerminal)
        .POST("/v1/terminals/{id}/signals", this::signalTerminal)
        .filter(Problems.filter())
        .build();
  }

  private Mono<ServerResponse> listSessions(ServerRequest request) {
    return user(request)
        .flatMap(user -> backend.listSessions(user, ListSessions.getDefaultInstance()))
        .map(list -> list.getSessionsList().stream().map(SessionView::of).toList())
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> createSession(ServerRequest request) {
    return Mono.zip(user(request), request.bodyToMono(Requests.NewSession.class))
        .flatMap(
            given ->
                backend.createSession(
                    given.getT1(),
                    CreateSession.newBuilder()
                        .setWorkspace(Requests.text(given.getT2().workspace()))
                        .setName(Requests.text(given.getT2().name()))
                        .build()))
        .map(SessionView::of)
        .flatMap(view -> created("/v1/sessions/" + view.id(), view))
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }

  private Mono<ServerResponse> getSession(ServerRequest request) {
    GetSession get = GetSession.newBuilder().setSessionId(request.pathVariable("id")).build();
    return user(request)
        .flatMap(user -> backend.getSession(user, get))
        .map(SessionView::of)
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> updateSession(ServerRequest request) {
    return Mono.zip(user(request), request.bodyToMono(Requests.SessionChange.class))
        .flatMap(
            given ->
                backend.updateSession(
                    given.getT1(),
                    UpdateSession.newBuilder()
                        .setSessionId(request.pathVariable("id"))
                        .setName(Requests.text(given.getT2().name()))
                        .build()))
        .map(SessionView::of)
        .flatMap(RestRoutes::ok)
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }

  private Mono<ServerResponse> deleteSession(ServerRequest request) {
    DeleteSession delete =
        DeleteSession.newBuilder().setSessionId(request.pathVariable("id")).build();
    return user(request)
        .flatMap(user -> backend.deleteSession(user, delete))
        .flatMap(done -> ServerResponse.noContent().build());
  }

  private Mono<ServerResponse> listEvents(ServerRequest request) {
    ListEvents list =
        ListEvents.newBuilder()
            .setSessionId(request.pathVariable("id"))
            .setLimit(request.queryParam("limit").map(RestRoutes::limit).orElse(DEFAULT_EVENTS))
            .build();
    return user(request)
        .flatMap(user -> backend.listEvents(user, list))
        .map(events -> events.getEventsList().stream().map(EventView::of).toList())
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> listMetrics(ServerRequest request) {
    ListMetricsRequest.Builder list =
        ListMetricsRequest.newBuilder()
            .setSessionId(request.pathVariable("id"))
            .setName(request.queryParam("name").orElse(""))
            .setLimit(request.queryParam("limit").map(RestRoutes::limit).orElse(0));
    request.queryParam("from").map(text -> time("from", text)).ifPresent(list::setFrom);
    request.queryParam("until").map(text -> time("until", text)).ifPresent(list::setUntil);
    return user(request)
        .flatMap(user -> backend.listMetrics(user, list.build()))
        .map(metrics -> metrics.getMetricsList().stream().map(MetricView::of).toList())
        .flatMap(RestRoutes::ok);
  }

  static Timestamp time(String name, String text) {
    try {
      return Times.message(Instant.parse(text));
    } catch (DateTimeParseException noTime) {
      throw Fault.invalid(name, text, "a time as in 2026-11-21T11:35:20Z");
    }
  }

  static int limit(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException notANumber) {
      throw Fault.invalid("limit", text, "a number from 1 to 1000");
    }
  }

  private Mono<ServerResponse> listTerminals(ServerRequest request) {
    ListTerminals list =
        ListTerminals.newBuilder().setSessionId(request.queryParam("session").orElse("")).build();
    return user(request)
        .flatMap(user -> backend.listTerminals(user, list))
        .map(found -> found.getTerminalsList().stream().map(TerminalView::of).toList())
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> startTerminal(ServerRequest request) {
    return Mono.zip(user(request), request.bodyToMono(Requests.NewTerminal.class))
        .flatMap(given -> backend.startTerminal(given.getT1(), given.getT2().toMessage()))
        .map(TerminalView::of)
        .flatMap(view -> created("/v1/terminals/" + view.id(), view))
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }

  private Mono<ServerResponse> getTerminal(ServerRequest request) {
    return user(request)
        .flatMap(user -> backend.getTerminal(user, request.pathVariable("id")))
        .map(TerminalView::of)
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> endTerminal(ServerRequest request) {
    EndTerminal end = EndTerminal.newBuilder().setTerminalId(request.pathVariable("id")).build();
    return user(request)
        .flatMap(user -> backend.endTerminal(user, end))
        .flatMap(done -> ServerResponse.noContent().build());
  }

  private Mono<ServerResponse> signalTerminal(ServerRequest request) {
    return Mono.zip(user(request), request.bodyToMono(Requests.SignalBody.class))
        .flatMap(
            given ->
                backend.signalTerminal(
                    given.getT1(),
                    SignalTerminal.newBuilder()
                        .setTerminalId(request.pathVariable("id"))
                        .setSignal(signal(Requests.text(given.getT2().signal())))
                        .build()))
        .flatMap(done -> ServerResponse.noContent().build())
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }

  private static Signal signal(String name) {
    try {
      return Signal.valueOf("SIGNAL_" + name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw Fault.invalid("signal", name, "one of HUP, INT, QUIT, KILL, TERM");
    }
  }

  static Fault noBody() {
    return Fault.invalid("body", "empty", "a JSON object");
  }

  static Mono<Identity> user(ServerRequest request) {
    return request.principal().map(principal -> Identity.user(principal.getName()));
  }

  static Mono<ServerResponse> ok(Object body) {
    return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
  }

  static Mono<ServerResponse> created(String location, Object body) {
    return ServerResponse.created(URI.create(location))
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body);
  }
}
