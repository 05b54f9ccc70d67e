package dev.devtail.gateway.auth;

import dev.devtail.kit.identity.Identity;
import java.time.Instant;

/**
 * A user who has shown a valid token.
 *
 * @param expiresAt when the token ends, {@link Instant#MAX} if it does not
 */
public record AuthenticatedUser(String name, Instant expiresAt) {

  public Identity identity() {
    return Identity.user(name);
  }
}
