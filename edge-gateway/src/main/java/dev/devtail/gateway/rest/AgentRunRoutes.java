package dev.devtail.gateway.rest;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import dev.devtail.gateway.backend.AgentRunBackend;
import dev.devtail.protocol.service.v1.CancelAgentRun;
import dev.devtail.protocol.service.v1.GetAgentRun;
import dev.devtail.protocol.service.v1.ListAgentRuns;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Runs of agents by REST; {@code openapi.yaml} beside this describes them. */
public final class AgentRunRoutes {

  private final AgentRunBackend runs;

  public AgentRunRoutes(AgentRunBackend runs) {
    this.runs = runs;
  }

  public RouterFunction<ServerResponse> routes() {
    return route()
        .GET("/v1/runs", this::list)
        .POST("/v1/runs", this::start)
        .GET("/v1/runs/{id}", this::get)
        .DELETE("/v1/runs/{id}", this::cancel)
        .filter(Problems.filter())
        .build();
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    ListAgentRuns list =
        ListAgentRuns.newBuilder()
            .setSessionId(request.queryParam("session").orElse(""))
            .setLimit(request.queryParam("limit").map(RestRoutes::limit).orElse(0))
            .build();
    return RestRoutes.user(request)
        .flatMap(user -> runs.list(user, list))
        .map(found -> found.getRunsList().stream().map(AgentRunView::listed).toList())
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> start(ServerRequest request) {
    return Mono.zip(RestRoutes.user(request), request.bodyToMono(AgentRunView.Wanted.class))
        .flatMap(given -> runs.start(given.getT1(), given.getT2().toMessage()))
        .map(AgentRunView::of)
        .flatMap(view -> RestRoutes.created("/v1/runs/" + view.id(), view))
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }

  private Mono<ServerResponse> get(ServerRequest request) {
    GetAgentRun get = GetAgentRun.newBuilder().setRunId(request.pathVariable("id")).build();
    return RestRoutes.user(request)
        .flatMap(user -> runs.get(user, get))
        .map(AgentRunView::of)
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> cancel(ServerRequest request) {
    CancelAgentRun cancel =
        CancelAgentRun.newBuilder().setRunId(request.pathVariable("id")).build();
    return RestRoutes.user(request)
        .flatMap(user -> runs.cancel(user, cancel))
        .flatMap(run -> ServerResponse.noContent().build());
  }
}
