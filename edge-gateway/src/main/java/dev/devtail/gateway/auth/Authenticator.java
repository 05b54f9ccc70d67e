package dev.devtail.gateway.auth;

import reactor.core.publisher.Mono;

/** Tells a token's user. */
@FunctionalInterface
public interface Authenticator {

  /** Fails with a Fault UNAUTHENTICATED if the token is missing, wrong or expired. */
  Mono<AuthenticatedUser> authenticate(String token);
}
