package dev.devtail.terminal.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code devtail.terminal.*}
 *
 * @param address where gateways reach this service, as a gRPC target ({@code host:port})
 * @param sessionService gRPC target of session-service
 * @param shell login shell; default: the user's own, from the password file
 * @param zellij whether login shells run in Zellij where that is installed, so that they go on when
 *     this service ends; not those that {@code shell} names
 * @param passEnvironment further variables that terminals inherit from the service
 * @param ring output kept per terminal for viewers that come back (64 KB to 64 MB)
 * @param ringTotal output kept of all terminals together: each keeps its share, at most {@code
 *     ring}, and at least 64 KB
 * @param scrollbackLines lines above the screen that a new viewer is given
 * @param holdAfterCut how long a program waits for a viewer that was cut off
 * @param linger how long background children may hold a terminal after its program's end
 * @param killGrace time between hanging up and killing
 * @param maxPerUser terminals that one user may have
 * @param maxTotal terminals of all users
 * @param idleTimeout a terminal without viewers, input, output or a program in the foreground ends
 *     after it
 * @param endedRetention how long the last output and the exit status of an ended terminal are kept
 */
@ConfigurationProperties("devtail.terminal")
public record TerminalProperties(
    @DefaultValue("127.0.0.1:7712") String address,
    @DefaultValue("127.0.0.1:7711") String sessionService,
    @Nullable Path shell,
    @DefaultValue("true") boolean zellij,
    @DefaultValue Set<String> passEnvironment,
    @DefaultValue("512KB") DataSize ring,
    @DefaultValue("64MB") DataSize ringTotal,
    @DefaultValue("1000") int scrollbackLines,
    @DefaultValue("15s") Duration holdAfterCut,
    @DefaultValue("30s") Duration linger,
    @DefaultValue("3s") Duration killGrace,
    @DefaultValue("200") int maxPerUser,
    @DefaultValue("1000") int maxTotal,
    @DefaultValue("1h") Duration idleTimeout,
    @DefaultValue("10m") Duration endedRetention) {

  private static final long MIN_RING_KB = 64;
  private static final long MAX_RING_KB = 64 * 1024;

  public TerminalProperties {
    check(
        "ring",
        ring,
        ring.toKilobytes() >= MIN_RING_KB && ring.toKilobytes() <= MAX_RING_KB,
        "64KB to 64MB");
    check("ring-total", ringTotal, ringTotal.toBytes() >= ring.toBytes(), ">= ring");
    check("scrollback-lines", scrollbackLines, scrollbackLines >= 0, ">= 0");
    check("hold-after-cut", holdAfterCut, !holdAfterCut.isNegative(), ">= 0s");
    check("linger", linger, !linger.isNegative(), ">= 0s");
    check("kill-grace", killGrace, killGrace.isPositive(), "> 0s");
    check("max-per-user", maxPerUser, maxPerUser > 0, "> 0");
    check("max-total", maxTotal, maxTotal > 0, "> 0");
    check("idle-timeout", idleTimeout, idleTimeout.isPositive(), "> 0s");
    check("ended-retention", endedRetention, !endedRetention.isNegative(), ">= 0s");
  }

  private static void check(String key, Object value, boolean valid, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(
          "devtail.terminal.%s: %s (expected: %s)".formatted(key, value, expected));
    }
  }
}
