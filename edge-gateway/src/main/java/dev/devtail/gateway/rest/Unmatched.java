package dev.devtail.gateway.rest;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers what no route takes: the path is not there, or the method is not for it. */
public final class Unmatched {

  private static final List<HttpMethod> METHODS =
      List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE);

  private final RouterFunction<ServerResponse> known;

  /**
   * @param known the routes that there are
   */
  public Unmatched(RouterFunction<ServerResponse> known) {
    this.known = known;
  }

  /** The routes that are known, and the answer to everything else below {@code /v1/}. */
  public RouterFunction<ServerResponse> routes() {
    return known.and(
        route()
            .route(RequestPredicates.path("/v1/**"), this::refuse)
            .filter(Problems.filter())
            .build());
  }

  private Mono<ServerResponse> refuse(ServerRequest request) {
    return Flux.fromIterable(METHODS)
        .filterWhen(
            method -> known.route(ServerRequest.from(request).method(method).build()).hasElement())
        .collect(Collectors.toUnmodifiableSet())
        .flatMap(allowed -> allowed.isEmpty() ? notThere() : wrongMethod(request, allowed));
  }

  private static Mono<ServerResponse> notThere() {
    return Mono.error(
        new Fault(
            FaultCode.NOT_FOUND,
            "There is nothing at this path; GET /v1/openapi.yaml says what there is."));
  }

  private static Mono<ServerResponse> wrongMethod(ServerRequest request, Set<HttpMethod> allowed) {
    Fault fault =
        Fault.invalid(
            "method",
            request.method().name(),
            allowed.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", ")));
    return Problems.withStatus(
        HttpStatus.METHOD_NOT_ALLOWED, fault, headers -> headers.setAllow(allowed));
  }
}
