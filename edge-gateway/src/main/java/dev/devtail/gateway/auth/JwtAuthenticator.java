package dev.devtail.gateway.auth;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.identity.Identity;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/** Tokens of an identity provider (RFC 7519, validated by Spring Security's decoder). */
public final class JwtAuthenticator implements Authenticator {

  private static final Logger log = LoggerFactory.getLogger(JwtAuthenticator.class);

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final ReactiveJwtDecoder decoder;
  private final String userClaim;

  /**
   * @param userClaim the claim that names the user
   */
  public JwtAuthenticator(ReactiveJwtDecoder decoder, String userClaim) {
    this.decoder = decoder;
    this.userClaim = userClaim;
  }

  @Override
  public Mono<AuthenticatedUser> authenticate(String token) {
    return Mono.defer(() -> decoder.decode(token))
        .map(this::toUser)
        .onErrorMap(
            org.springframework.security.oauth2.jwt.BadJwtException.class,
            bad -> {
              log.debug("token refused cause={}", bad.getMessage());
              return refused("The token was refused; sign in again.");
            })
        .onErrorMap(
            failure -> failure instanceof JwtException || failure instanceof IllegalStateException,
            unreachable -> Fault.unavailable("The identity provider cannot be reached now.", RETRY))
        .onErrorMap(IllegalArgumentException.class, bad -> refused("The token cannot be read."));
  }

  private AuthenticatedUser toUser(Jwt jwt) {
    String user = jwt.getClaimAsString(userClaim);
    if (user == null || user.isBlank() || user.length() > Identity.MAX_USER_LENGTH) {
      throw refused("The token names no user in its claim " + userClaim + ".");
    }
    Instant expiry = jwt.getExpiresAt();
    return new AuthenticatedUser(user, expiry == null ? Instant.MAX : expiry);
  }

  private static Fault refused(String message) {
    return new Fault(FaultCode.UNAUTHENTICATED, message);
  }
}
