package dev.devtail.gateway.auth;

import dev.devtail.gateway.backend.GrantChecks;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.VerifiedToken;
import dev.devtail.protocol.v1.SharedTerminal;
import dev.devtail.protocol.v1.ViewerRole;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Tokens that users have given away, known by their prefix; all others are for another to tell. */
public final class GrantAuthenticator implements Authenticator {

  private static final String PREFIX = "dvt_";

  /** Longest that is looked at, in characters; those that are made here are shorter. */
  private static final int MAX_TOKEN_LENGTH = 200;

  private final GrantChecks grants;
  private final Authenticator others;

  /**
   * @param others for tokens of any other form
   */
  public GrantAuthenticator(GrantChecks grants, Authenticator others) {
    this.grants = grants;
    this.others = others;
  }

  /** Whether it has the form of a token that a user has given away. */
  static boolean isGrant(String token) {
    return token.startsWith(PREFIX) && token.length() <= MAX_TOKEN_LENGTH;
  }

  @Override
  public Mono<AuthenticatedUser> authenticate(String token) {
    if (!isGrant(token)) {
      return others.authenticate(token);
    }
    return grants.verify(token).map(GrantAuthenticator::toUser);
  }

  private static AuthenticatedUser toUser(VerifiedToken verified) {
    Scope scope =
        switch (verified.getScopeCase()) {
          case EVERYTHING -> new Scope.Everything();
          case TERMINAL -> oneTerminal(verified.getTerminal());
          case MODELS -> new Scope.Models(verified.getModels().getSessionId());
          case SCOPE_NOT_SET ->
              throw new Fault(
                  FaultCode.PERMISSION_DENIED,
                  "This gateway does not know what this token is for.");
        };
    Instant expiry =
        verified.hasExpiresAt()
            ? Instant.ofEpochSecond(
                verified.getExpiresAt().getSeconds(), verified.getExpiresAt().getNanos())
            : Instant.MAX;
    return new AuthenticatedUser(verified.getUser(), expiry, scope, verified.getGrantId());
  }

  private static Scope oneTerminal(SharedTerminal shared) {
    return new Scope.OneTerminal(
        shared.getTerminalId(), shared.getRole() == ViewerRole.VIEWER_ROLE_READ_WRITE);
  }
}
