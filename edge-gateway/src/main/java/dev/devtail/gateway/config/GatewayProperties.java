package dev.devtail.gateway.config;

import dev.devtail.gateway.connect.EdgeLimits;
import dev.devtail.protocol.v1.Compression;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code devtail.gateway.*}
 *
 * @param bind address to listen on; anything but loopback needs authentication
 * @param port port to listen on, 0 for any
 * @param sessionService gRPC target of session-service
 * @param terminalService gRPC target of the terminal-service where new terminals are started
 * @param allowedOrigins origins of web pages, other than the gateway's own, that may connect
 * @param auth how users are known
 * @param maxFrame largest message taken from a client (64 KB payload and its envelope at least)
 * @param maxChannels channels of one connection
 * @param maxCallsInFlight calls of one connection that wait for their reply
 * @param maxUnauthenticated connections that have not said who they are
 * @param helloDeadline time for a connection to say who it is
 * @param heartbeatInterval silence after which a client asks whether the gateway is still there
 * @param maxHeartbeatInterval how long a client may be silent that has announced it
 * @param maxFramesPerSecond of one connection; faster ones are read more slowly
 * @param userRequestsPerSecond calls, REST requests and opened channels of one user
 * @param userRequestsAtOnce calls and REST requests of one user that are under way
 * @param drain how long clients have to go elsewhere when the gateway stops; 0: none
 * @param compressions what output may be compressed with for clients that ask; empty: nothing
 */
@ConfigurationProperties("devtail.gateway")
public record GatewayProperties(
    @DefaultValue("127.0.0.1") String bind,
    @DefaultValue("7717") int port,
    @DefaultValue("127.0.0.1:7711") String sessionService,
    @DefaultValue("127.0.0.1:7712") String terminalService,
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
    check("heartbeat-interval", heartbeatInterval, heartbeatInterval.isPositive(), "> 0s");
    check(
        "max-heartbeat-interval",
        maxHeartbeatInterval,
        maxHeartbeatInterval.compareTo(heartbeatInterval) >= 0
            && maxHeartbeatInterval.compareTo(LONGEST_HEARTBEAT) <= 0,
        "heartbeat-interval to 1h");
    check("max-frames-per-second", maxFramesPerSecond, maxFramesPerSecond > 0, "> 0");
    check("user-requests-per-second", userRequestsPerSecond, userRequestsPerSecond > 0, "> 0");
    check("user-requests-at-once", userRequestsAtOnce, userRequestsAtOnce > 0, "> 0");
    check("drain", drain, !drain.isNegative(), ">= 0s");
    if (auth.mode() == Auth.Mode.NONE && !isLoopback(bind)) {
      throw new IllegalArgumentException(
          "devtail.gateway.bind: "
              + bind
              + " (expected: a loopback address, because devtail.gateway.auth.mode is none; set an"
              + " owner token or a JWT issuer to listen elsewhere)");
    }
  }

  private static void check(String key, Object value, boolean valid, String expected) {
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
        maxHeartbeatInterval,
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
   * @param jwtIssuer issuer to discover keys from, for mode jwt
   * @param jwtKeys JWK set to read keys from instead of discovery, for mode jwt
   * @param jwtAudience audience that tokens must name, for mode jwt; empty: any
   * @param jwtUserClaim claim that names the user, for mode jwt
   */
  public record Auth(
      @DefaultValue("owner-token") Mode mode,
      @Nullable String ownerToken,
      @Nullable String owner,
      @Nullable URI jwtIssuer,
      @Nullable URI jwtKeys,
      @DefaultValue("") String jwtAudience,
      @DefaultValue("sub") String jwtUserClaim) {

    public enum Mode {
      OWNER_TOKEN,
      JWT,
      NONE
    }

    public Auth {
      if (mode == Mode.OWNER_TOKEN && ownerToken == null) {
        throw new IllegalArgumentException(
            "devtail.gateway.auth.owner-token: missing (expected: at least 22 random characters,"
                + " or devtail.gateway.auth.mode=jwt)");
      }
      if (mode == Mode.JWT && jwtIssuer == null && jwtKeys == null) {
        throw new IllegalArgumentException(
            "devtail.gateway.auth.jwt-issuer: missing (expected: the issuer's URI, or"
                + " devtail.gateway.auth.jwt-keys)");
      }
    }

    String ownerName() {
      return owner == null ? System.getProperty("user.name") : owner;
    }

    @Override
    public String toString() {
      return "Auth[mode=" + mode + "]";
    }
  }
}
