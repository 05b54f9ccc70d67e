package dev.devtail.gateway.config;

import dev.devtail.gateway.connect.EdgeLimits;
import dev.devtail.gateway.rest.AuthView;
import dev.devtail.protocol.v1.Compression;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.util.unit.DataSize;

/**
 * {@code devtail.gateway.*}
 *
 * @param bind address to listen on; anything but loopback needs authentication
 * @param port port to listen on, 0 for any
 * @param sessionService gRPC target of session-service
 * @param terminalService gRPC target of the terminal-service where new terminals are started
 * @param aiRouter gRPC target of ai-router-service
 * @param contextService gRPC target of context-service
 * @param allowedOrigins origins of web pages, other than the gateway's own, that may connect
 * @param auth how users are known
 * @param maxFrame largest message taken from a client (64 KB payload and its envelope at least)
 * @param maxChannels channels of one connection
 * @param maxCallsInFlight calls of one connection that wait for their reply
 * @param maxUnauthenticated connections that have not said who they are
 * @param helloDeadline time for a connection to say who it is
 * @param heartbeatInterval silence after which a client asks whether the gateway is still there
 * @param maxHeartbeatInterval how long a client may be silent that has announced it; at least the
 *     heartbeat interval
 * @param maxFramesPerSecond of one connection; faster ones are read more slowly
 * @param userRequestsPerSecond calls, REST requests and opened channels of one user
 * @param userRequestsAtOnce calls and REST requests of one user that are under way
 * @param userModelCallsPerSecond calls of one user to models
 * @param userModelCallsAtOnce those of them that are under way
 * @param drain how long clients have to go elsewhere when the gateway stops; 0: none
 * @param compressions what output may be compressed with for clients that ask; empty: nothing
 */
@ConfigurationProperties("devtail.gateway")
public record GatewayProperties(
    @DefaultValue("127.0.0.1") String bind,
    @DefaultValue("7717") int port,
    @DefaultValue("127.0.0.1:7711") String sessionService,
    @DefaultValue("127.0.0.1:7712") String terminalService,
    @DefaultValue("127.0.0.1:7713") String aiRouter,
    @DefaultValue("127.0.0.1:7714") String contextService,
    @DefaultValue Set<String> allowedOrigins,
    @DefaultValue Auth auth,
    @DefaultValue("128KB") DataSize maxFrame,
    @DefaultValue("64") int maxChannels,
    @DefaultValue("32") int maxCallsInFlight,
    @DefaultValue("1000") int maxUnauthenticated,
    @DefaultValue("5s") Duration helloDeadline,
    @DefaultValue("30s") Duration heartbeatInterval,
    @DefaultValue("5m") Duration maxHeartbeatInterval,
    @DefaultValue("20000") int maxFramesPerSecond,
    @DefaultValue("200") int userRequestsPerSecond,
    @DefaultValue("64") int userRequestsAtOnce,
    @DefaultValue("10000") int userModelCallsPerSecond,
    @DefaultValue("500") int userModelCallsAtOnce,
    @DefaultValue("20s") Duration drain,
    @DefaultValue({"deflate", "zstd"}) Set<Codec> compressions) {

  private static final long MIN_FRAME_BYTES = 65 * 1024;
  private static final int MAX_PORT = 65_535;

  /** As the rule of Ping.next_within_ms. */
  private static final Duration LONGEST_HEARTBEAT = Duration.ofHours(1);

  public GatewayProperties {
    check("port", port, port >= 0 && port <= MAX_PORT, "0 to 65535");
    check("max-frame", maxFrame, maxFrame.toBytes() >= MIN_FRAME_BYTES, ">= 65KB");
    check("max-channels", maxChannels, maxChannels > 0, "> 0");
    check("max-calls-in-flight", maxCallsInFlight, maxCallsInFlight > 0, "> 0");
    check("max-unauthenticated", maxUnauthenticated, maxUnauthenticated > 0, "> 0");
    check("hello-deadline", helloDeadline, helloDeadline.isPositive(), "> 0s");
    check(
        "heartbeat-interval",
        heartbeatInterval,
        heartbeatInterval.isPositive() && heartbeatInterval.compareTo(LONGEST_HEARTBEAT) <= 0,
        "> 0s, <= 1h");
    check(
        "max-heartbeat-interval",
        maxHeartbeatInterval,
        maxHeartbeatInterval.isPositive() && maxHeartbeatInterval.compareTo(LONGEST_HEARTBEAT) <= 0,
        "> 0s, <= 1h");
    check("max-frames-per-second", maxFramesPerSecond, maxFramesPerSecond > 0, "> 0");
    check("user-requests-per-second", userRequestsPerSecond, userRequestsPerSecond > 0, "> 0");
    check("user-requests-at-once", userRequestsAtOnce, userRequestsAtOnce > 0, "> 0");
    check(
        "user-model-calls-per-second", userModelCallsPerSecond, userModelCallsPerSecond > 0, "> 0");
    check("user-model-calls-at-once", userModelCallsAtOnce, userModelCallsAtOnce > 0, "> 0");
    check("drain", drain, !drain.isNegative(), ">= 0s");
    if (auth.mode() == Auth.Mode.NONE && !isLoopback(bind)) {
      throw new IllegalArgumentException(
          "devtail.gateway.bind: "
              + bind
              + " (expected: a loopback address, because devtail.gateway.auth.mode is none; set an"
              + " owner token or a JWT issuer to listen elsewhere)");
    }
  }

  private static void check(String key, @Nullable Object value, boolean valid, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(
          "devtail.gateway.%s: %s (expected: %s)".formatted(key, value, expected));
    }
  }

  private static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "devtail.gateway.bind: no address is known for " + bind, e);
    }
  }

  EdgeLimits limits() {
    return new EdgeLimits(
        (int) maxFrame.toBytes(),
        maxChannels,
        maxCallsInFlight,
        maxUnauthenticated,
        helloDeadline,
        heartbeatInterval,
        Collections.max(List.of(heartbeatInterval, maxHeartbeatInterval)),
        maxFramesPerSecond,
        compressions.stream().map(Codec::compression).collect(Collectors.toUnmodifiableSet()));
  }

  /** What output may be compressed with. */
  public enum Codec {
    DEFLATE(Compression.COMPRESSION_DEFLATE),
    ZSTD(Compression.COMPRESSION_ZSTD);

    private final Compression compression;

    Codec(Compression compression) {
      this.compression = compression;
    }

    Compression compression() {
      return compression;
    }
  }

  /**
   * {@code devtail.gateway.auth.*}
   *
   * @param mode {@code owner-token} (default), {@code jwt}, or {@code none} (loopback only)
   * @param ownerToken the token, for mode owner-token
   * @param owner the user that the token, or mode none, stands for; default: who runs the gateway
   * @param jwtIssuer who makes the tokens, for mode jwt; its keys are discovered (OpenID Connect)
   * @param jwtKeys JWK set to read keys from instead of discovery, for mode jwt
   * @param jwtAudience audience that tokens must name, for mode jwt
   * @param jwtAlgorithms what tokens may be signed with, for mode jwt; signatures with public keys
   *     only
   * @param jwtUserClaim claim that names the user, for mode jwt
   * @param signIn how clients obtain tokens, for mode jwt
   */
  public record Auth(
      @DefaultValue("owner-token") Mode mode,
      @Nullable String ownerToken,
      @Nullable String owner,
      @Nullable URI jwtIssuer,
      @Nullable URI jwtKeys,
      @DefaultValue("") String jwtAudience,
      @DefaultValue({"RS256", "ES256"}) Set<SignatureAlgorithm> jwtAlgorithms,
      @DefaultValue("sub") String jwtUserClaim,
      @DefaultValue SignIn signIn) {

    public enum Mode {
      OWNER_TOKEN,
      JWT,
      NONE
    }

    public Auth {
      switch (mode) {
        case OWNER_TOKEN -> require(ownerToken != null, "owner-token", "missing", OWNER_TOKEN);
        case JWT -> {
          require(jwtIssuer != null, "jwt-issuer", "missing", ISSUER);
          require(isSafe(jwtIssuer), "jwt-issuer", jwtIssuer, ISSUER);
          require(!jwtAudience.isBlank(), "jwt-audience", "missing", AUDIENCE);
          require(!jwtAlgorithms.isEmpty(), "jwt-algorithms", "none", "RS256, for one");
        }
        case NONE -> {
          // Anybody on this machine is the owner.
        }
      }
      require(
          mode == Mode.JWT || !signIn.isPossible(),
          "mode",
          mode.name().toLowerCase(Locale.ROOT),
          "jwt, because there are client ids below devtail.gateway.auth.sign-in");
    }

    private static final String OWNER_TOKEN =
        "at least 22 random characters, or devtail.gateway.auth.mode=jwt";
    private static final String ISSUER =
        "the issuer's URI, https unless it is on this machine, without a query";
    private static final String AUDIENCE =
        "what the issuer names this gateway in aud, so that no token for others is taken";

    private static void require(
        boolean valid, String key, @Nullable Object value, String expected) {
      if (!valid) {
        throw new IllegalArgumentException(
            "devtail.gateway.auth.%s: %s (expected: %s)".formatted(key, value, expected));
      }
    }

    /** Keys that come over plain HTTP could be anybody's. */
    private static boolean isSafe(@Nullable URI issuer) {
      if (issuer == null || issuer.getHost() == null || issuer.getRawQuery() != null) {
        return false;
      }
      return "https".equals(issuer.getScheme())
          || ("http".equals(issuer.getScheme()) && isThisMachine(issuer.getHost()));
    }

    /** Without asking the network, which might lie. */
    private static boolean isThisMachine(String host) {
      try {
        return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
      } catch (IllegalArgumentException anotherName) {
        return false;
      }
    }

    String ownerName() {
      return owner == null ? System.getProperty("user.name") : owner;
    }

    /** What anybody may know of it. */
    AuthView view() {
      return switch (mode) {
        case OWNER_TOKEN -> new AuthView(AuthView.Mode.owner_token, null, null, null, null);
        case NONE -> new AuthView(AuthView.Mode.none, null, null, null, null);
        case JWT ->
            new AuthView(
                AuthView.Mode.jwt,
                jwtIssuer,
                signIn.webClientId(),
                signIn.commandLineClientId(),
                signIn.scopes());
      };
    }

    @Override
    public String toString() {
      return "Auth[mode=" + mode + "]";
    }
  }

  /**
   * {@code devtail.gateway.auth.sign-in.*}: as what our clients are known to the issuer. Both are
   * public clients, without a secret.
   *
   * @param webClientId the web app, for the authorization code flow with PKCE; none: it cannot sign
   *     in
   * @param commandLineClientId {@code devtail login}, for the device flow; none: it cannot sign in
   * @param scopes what they ask for; {@code openid} is among them
   */
  public record SignIn(
      @Nullable String webClientId,
      @Nullable String commandLineClientId,
      @DefaultValue({"openid", "offline_access"}) List<String> scopes) {

    public SignIn {
      check("auth.sign-in.web-client-id", webClientId, isName(webClientId), NAME);
      check(
          "auth.sign-in.command-line-client-id",
          commandLineClientId,
          isName(commandLineClientId),
          NAME);
      check("auth.sign-in.scopes", scopes, scopes.contains("openid"), "openid among them");
      check(
          "auth.sign-in.scopes",
          scopes,
          scopes.stream().allMatch(scope -> SCOPE.matcher(scope).matches()),
          "names of scopes, with commas between");
    }

    private static final String NAME = "1 to 255 printable characters";
    private static final Pattern CLIENT_ID = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** RFC 6749, 3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,255}");

    private static boolean isName(@Nullable String id) {
      return id == null || CLIENT_ID.matcher(id).matches();
    }

    boolean isPossible() {
      return webClientId != null || commandLineClientId != null;
    }
  }
}
