package dev.devtail.gateway.rest;

import dev.devtail.gateway.limits.UserLimits;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Lets a user's requests through as far as {@link UserLimits} has it. */
public final class Limiting {

  private Limiting() {}

  public static RouterFunction<ServerResponse> limited(
      RouterFunction<ServerResponse> routes, UserLimits limits) {
    HandlerFilterFunction<ServerResponse, ServerResponse> limit =
        (request, next) ->
            RestRoutes.user(request).flatMap(user -> limits.admit(user, next.handle(request)));
    return routes.filter(limit).filter(Problems.filter());
  }
}
