package dev.devtail.gateway.auth;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.identity.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user who has shown a valid token, or whoever was given one by that user.
 *
 * @param name in whose name the holder acts
 * @param expiresAt when the token ends, {@link Instant#MAX} if it does not
 * @param scope what of the user's the token permits
 * @param grantId of a token that its user may revoke at any time; null: of another token
 */
public record AuthenticatedUser(
    String name, Instant expiresAt, Scope scope, @Nullable String grantId) {

  /** With a token that permits everything and is not revoked before it expires. */
  public AuthenticatedUser(String name, Instant expiresAt) {
    this(name, expiresAt, new Scope.Everything(), null);
  }

  public Identity identity() {
    return Identity.user(name);
  }

  /** What the holder is told when the token has ended. */
  public Fault ended(Instant now) {
    boolean expired = !expiresAt.isAfter(now);
    String message =
        switch (scope) {
          case Scope.OneTerminal one when expired -> "This link has expired; ask for a new one.";
          case Scope.OneTerminal one -> "This link was revoked; ask for a new one.";
          case Scope.Everything everything when expired -> "The token has expired; sign in again.";
          case Scope.Everything everything ->
              "This device was signed out by its owner; pair it again.";
          case Scope.Models models when expired ->
              "This key has expired; make one with: devtail keys create";
          case Scope.Models models -> "This key was revoked; make one with: devtail keys create";
        };
    return new Fault(FaultCode.UNAUTHENTICATED, message);
  }
}
