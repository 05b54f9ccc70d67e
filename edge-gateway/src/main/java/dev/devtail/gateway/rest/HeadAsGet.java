package dev.devtail.gateway.rest;

import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets HEAD find what GET finds (RFC 9110, 9.3.2). The web server itself leaves out the content.
 */
public final class HeadAsGet implements WebFilter {

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return HttpMethod.HEAD.equals(exchange.getRequest().getMethod())
        ? chain.filter(exchange.mutate().request(request -> request.method(HttpMethod.GET)).build())
        : chain.filter(exchange);
  }
}
