package dev.devtail.cli.login;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user who is signed in to a gateway.
 *
 * @param issuer who knows the user
 * @param clientId as what this command is known to the issuer
 * @param scopes that were asked for
 * @param accessToken what the gateway is shown
 * @param renewFrom when another one has to be obtained, somewhat before this one ends
 * @param refreshToken what another one is obtained with; each may be good once only
 */
record Login(
    URI issuer,
    String clientId,
    List<String> scopes,
    String accessToken,
    Instant renewFrom,
    @Nullable String refreshToken) {

  Login with(Tokens tokens, Instant now) {
    return new Login(
        issuer,
        clientId,
        scopes,
        tokens.access(),
        tokens.renewFrom(now),
        tokens.refresh() == null ? refreshToken : tokens.refresh());
  }

  /** Keeps the tokens out of what is printed by accident. */
  @Override
  public String toString() {
    return "Login[%s at %s]".formatted(clientId, issuer);
  }
}
