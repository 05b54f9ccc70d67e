package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How users of this gateway sign in; anybody may ask. With {@link Mode#jwt}, the rest is for a
 * client that obtains tokens by OpenID Connect.
 *
 * @param issuer of the tokens that are taken
 * @param webClientId as what the web app is known to the issuer; not there: it cannot sign in
 * @param commandLineClientId as what the command line is known to the issuer
 * @param scopes to ask for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuthView(
    Mode mode,
    @Nullable URI issuer,
    @Nullable String webClientId,
    @Nullable String commandLineClientId,
    @Nullable List<String> scopes) {

  /** What a token is. */
  public enum Mode {
    owner_token,
    jwt,
    none
  }
}
