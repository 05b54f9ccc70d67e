package dev.devtail.cli.login;

import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationGrantError;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.devtail.client.DevtailException;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider, for a public client on a device without a browser (RFC 8628, RFC 6749, RFC
 * 7009). Failures are {@link DevtailException}s: UNAVAILABLE when it cannot be reached,
 * UNAUTHENTICATED when it refuses.
 */
final class Issuer {

  private static final int TIMEOUT_MILLIS = 10_000;

  /** For an issuer that does not say how long its tokens live. */
  private static final Duration UNSTATED_LIFETIME = Duration.ofMinutes(1);

  private final OIDCProviderMetadata metadata;
  private final ClientID client;
  private final Scope scope;

  private Issuer(OIDCProviderMetadata metadata, String clientId, List<String> scopes) {
    this.metadata = metadata;
    this.client = new ClientID(clientId);
    this.scope = new Scope(scopes.toArray(String[]::new));
  }

  /** Learns what the issuer offers, from itself (OpenID Connect Discovery). */
  static Issuer discover(URI issuer, String clientId, List<String> scopes) {
    if (!"https".equals(issuer.getScheme()) && !isThisMachine(issuer.getHost())) {
      throw refused("%s is not encrypted; its operator has to serve HTTPS.".formatted(issuer));
    }
    try {
      return new Issuer(
          OIDCProviderMetadata.resolve(
              new com.nimbusds.oauth2.sdk.id.Issuer(issuer), TIMEOUT_MILLIS, TIMEOUT_MILLIS),
          clientId,
          scopes);
    } catch (GeneralException | IOException away) {
      throw unreachable(issuer, away);
    }
  }

  /**
   * What the user confirms, elsewhere.
   *
   * @param code what this command asks with whether the user has
   * @param shown what the user enters
   * @param address where the user enters it
   * @param complete an address with it entered already; null: there is none
   * @param interval between two questions
   */
  record Confirmation(
      String code,
      String shown,
      URI address,
      @Nullable URI complete,
      Duration interval,
      Duration lifetime) {

    @Override
    public String toString() {
      return "Confirmation[at %s]".formatted(address);
    }
  }

  /** What has become of a {@link Confirmation}. */
  sealed interface Answer {
    /** The user has confirmed. */
    record Granted(Tokens tokens) implements Answer {}

    /** Not yet. */
    record Pending() implements Answer {}

    /** Not yet; and ask less often from now on. */
    record TooOften() implements Answer {}
  }

  /** Begins the device flow. */
  Confirmation begin() {
    URI endpoint = metadata.getDeviceAuthorizationEndpointURI();
    if (endpoint == null) {
      throw refused("%s offers no device flow; its operator may permit it.".formatted(issuer()));
    }
    try {
      DeviceAuthorizationResponse response =
          DeviceAuthorizationResponse.parse(
              send(
                  new DeviceAuthorizationRequest.Builder(client)
                      .endpointURI(safe(endpoint))
                      .scope(scope)
                      .build()
                      .toHTTPRequest()));
      if (!response.indicatesSuccess()) {
        throw refused(response.toErrorResponse().getErrorObject());
      }
      DeviceAuthorizationSuccessResponse begun = response.toSuccessResponse();
      return new Confirmation(
          begun.getDeviceCode().getValue(),
          begun.getUserCode().getValue(),
          begun.getVerificationURI(),
          begun.getVerificationURIComplete(),
          Duration.ofSeconds(begun.getInterval()),
          Duration.ofSeconds(begun.getLifetime()));
    } catch (ParseException | IOException away) {
      throw unreachable(issuer(), away);
    }
  }

  /** Asks whether the user has confirmed. */
  Answer ask(Confirmation confirmation) {
    TokenResponse response = request(new DeviceCodeGrant(new DeviceCode(confirmation.code())));
    if (response.indicatesSuccess()) {
      return new Answer.Granted(tokens(response));
    }
    ErrorObject error = response.toErrorResponse().getErrorObject();
    if (DeviceAuthorizationGrantError.AUTHORIZATION_PENDING.equals(error)) {
      return new Answer.Pending();
    }
    if (DeviceAuthorizationGrantError.SLOW_DOWN.equals(error)) {
      return new Answer.TooOften();
    }
    throw refused(error);
  }

  /** Obtains another access token. */
  Tokens refresh(String refreshToken) {
    TokenResponse response = request(new RefreshTokenGrant(new RefreshToken(refreshToken)));
    if (!response.indicatesSuccess()) {
      throw refused(response.toErrorResponse().getErrorObject());
    }
    return tokens(response);
  }

  /** Ends what a refresh token stands for, where the issuer can. */
  void revoke(String refreshToken) {
    URI endpoint = metadata.getRevocationEndpointURI();
    if (endpoint == null) {
      return;
    }
    try {
      HTTPResponse response =
          send(
              new TokenRevocationRequest(safe(endpoint), client, new RefreshToken(refreshToken))
                  .toHTTPRequest());
      if (!response.indicatesSuccess()) {
        throw unavailable("%s did not revoke the sign-in.".formatted(issuer()));
      }
    } catch (IOException away) {
      throw unreachable(issuer(), away);
    }
  }

  private TokenResponse request(AuthorizationGrant grant) {
    try {
      URI endpoint = safe(metadata.getTokenEndpointURI());
      return TokenResponse.parse(
          send(new TokenRequest.Builder(endpoint, client, grant).build().toHTTPRequest()));
    } catch (ParseException | IOException away) {
      throw unreachable(issuer(), away);
    }
  }

  private static HTTPResponse send(HTTPRequest request) throws IOException {
    request.setConnectTimeout(TIMEOUT_MILLIS);
    request.setReadTimeout(TIMEOUT_MILLIS);
    request.setFollowRedirects(false);
    return request.send();
  }

  private static Tokens tokens(TokenResponse response) {
    var given = response.toSuccessResponse().getTokens();
    long seconds = given.getAccessToken().getLifetime();
    RefreshToken refresh = given.getRefreshToken();
    return new Tokens(
        given.getAccessToken().getValue(),
        seconds > 0 ? Duration.ofSeconds(seconds) : UNSTATED_LIFETIME,
        refresh == null ? null : refresh.getValue());
  }

  /** Tokens do not leave over plain HTTP, unless the issuer itself is reached by it. */
  private URI safe(URI endpoint) {
    if (!"https".equals(endpoint.getScheme())
        && !issuer().getScheme().equals(endpoint.getScheme())) {
      throw refused("%s names %s, which is not encrypted.".formatted(issuer(), endpoint));
    }
    return endpoint;
  }

  /** Without asking the network, which might lie. */
  private static boolean isThisMachine(@Nullable String host) {
    try {
      return "localhost".equals(host)
          || (host != null && InetAddress.ofLiteral(host).isLoopbackAddress());
    } catch (IllegalArgumentException anotherName) {
      return false;
    }
  }

  private URI issuer() {
    return URI.create(metadata.getIssuer().getValue());
  }

  private static DevtailException unreachable(URI issuer, Exception away) {
    return unavailable("%s does not answer (%s).".formatted(issuer, away.getMessage()));
  }

  private static DevtailException unavailable(String message) {
    return failure(ErrorCode.ERROR_CODE_UNAVAILABLE, message);
  }

  private static DevtailException refused(ErrorObject error) {
    if (OAuth2Error.SERVER_ERROR.equals(error)
        || OAuth2Error.TEMPORARILY_UNAVAILABLE.equals(error)) {
      return unavailable("The issuer cannot answer now (%s).".formatted(error.getCode()));
    }
    String said = error.getDescription() == null ? error.getCode() : error.getDescription();
    return refused("The issuer refused: %s.".formatted(said));
  }

  private static DevtailException refused(String message) {
    return failure(ErrorCode.ERROR_CODE_UNAUTHENTICATED, message);
  }

  private static DevtailException failure(ErrorCode code, String message) {
    return new DevtailException(Error.newBuilder().setCode(code).setMessage(message).build());
  }
}
