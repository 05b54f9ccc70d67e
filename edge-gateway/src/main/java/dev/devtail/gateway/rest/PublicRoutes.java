package dev.devtail.gateway.rest;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * What anybody may see: the web app's page, how to sign in, the API's description. The web app's
 * other files are served as they are.
 */
public final class PublicRoutes {

  private static final String PAGE = "META-INF/resources/index.html";
  private static final MediaType YAML = MediaType.valueOf("application/yaml");

  private final AuthView auth;

  public PublicRoutes(AuthView auth) {
    this.auth = auth;
  }

  public RouterFunction<ServerResponse> routes() {
    return route()
        .GET("/", request -> content(PAGE, MediaType.TEXT_HTML))
        .GET("/v1/auth", request -> RestRoutes.ok(auth))
        .GET("/v1/openapi.yaml", request -> content("openapi.yaml", YAML))
        .build();
  }

  /** In memory as a whole, so that it gets a validator. */
  private static Mono<ServerResponse> content(String file, MediaType type) {
    try {
      return ServerResponse.ok()
          .contentType(type)
          .header(HttpHeaders.CACHE_CONTROL, "no-cache")
          .bodyValue(new ClassPathResource(file).getContentAsByteArray());
    } catch (IOException notPacked) {
      return ServerResponse.notFound().build();
    }
  }
}
