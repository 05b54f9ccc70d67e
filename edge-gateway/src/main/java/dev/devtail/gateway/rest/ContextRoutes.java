package dev.devtail.gateway.rest;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import dev.devtail.gateway.backend.ContextBackend;
import dev.devtail.protocol.service.v1.CodeMapRequest;
import dev.devtail.protocol.service.v1.CountTokensRequest;
import dev.devtail.protocol.service.v1.RankRequest;
import java.util.List;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Contexts by REST; {@code openapi.yaml} beside this describes them. */
public final class ContextRoutes {

  private final ContextBackend contexts;

  public ContextRoutes(ContextBackend contexts) {
    this.contexts = contexts;
  }

  public RouterFunction<ServerResponse> routes() {
    return route()
        .GET("/v1/context", this::state)
        .POST("/v1/context", this::build)
        .GET("/v1/context/map", this::map)
        .GET("/v1/context/files", this::rank)
        .GET("/v1/context/tokens", this::count)
        .filter(Problems.filter())
        .build();
  }

  private Mono<ServerResponse> state(ServerRequest request) {
    return RestRoutes.user(request)
        .flatMap(user -> contexts.state(user, session(request)))
        .map(ContextView.State::of)
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> build(ServerRequest request) {
    return Mono.zip(RestRoutes.user(request), request.bodyToMono(ContextView.Wanted.class))
        .flatMap(
            given ->
                contexts.build(
                    given.getT1(), given.getT2().sessionOrDefault(), given.getT2().toMessage()))
        .map(ContextView.Built::of)
        .flatMap(RestRoutes::ok)
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }

  private Mono<ServerResponse> map(ServerRequest request) {
    CodeMapRequest map = CodeMapRequest.newBuilder().addAllGlobs(globs(request)).build();
    return RestRoutes.user(request)
        .flatMapMany(user -> contexts.map(user, session(request), map))
        .map(ContextView.File::of)
        .collectList()
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> rank(ServerRequest request) {
    RankRequest rank =
        RankRequest.newBuilder()
            .setTask(request.queryParam("task").orElse(""))
            .setLimit(request.queryParam("limit").map(RestRoutes::limit).orElse(0))
            .build();
    return RestRoutes.user(request)
        .flatMap(user -> contexts.rank(user, session(request), rank))
        .map(ranked -> ranked.getFilesList().stream().map(ContextView.Ranked::of).toList())
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> count(ServerRequest request) {
    CountTokensRequest count =
        CountTokensRequest.newBuilder()
            .addAllGlobs(globs(request))
            .setModel(request.queryParam("model").orElse(""))
            .build();
    return RestRoutes.user(request)
        .flatMap(user -> contexts.count(user, session(request), count))
        .map(ContextView.Tokens::of)
        .flatMap(RestRoutes::ok);
  }

  private static String session(ServerRequest request) {
    return request.queryParam("session").orElse("");
  }

  private static List<String> globs(ServerRequest request) {
    return request.queryParams().getOrDefault("glob", List.of());
  }
}
