package dev.devtail.bench.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A network as it is simulated.
 *
 * @param delay one way
 * @param jitter most that is added to the delay of a segment; bytes of a connection keep their
 *     order
 * @param upBytesPerSecond from the client to the gateway, all connections together
 * @param downBytesPerSecond the other way
 * @param windowBytes of one connection and direction under way at once; when so many are, no more
 *     is read from the sender. At least {@link #MIN_WINDOW_BYTES}
 * @param loss share of segments that are lost, from 0 to 1 exclusive: each holds up its connection
 *     for a {@link #retransmission()}
 * @param tunnels null if there are none
 */
public record Link(
    Duration delay,
    Duration jitter,
    long upBytesPerSecond,
    long downBytesPerSecond,
    int windowBytes,
    double loss,
    @Nullable Tunnels tunnels) {

  /** The profiles that come with it. */
  public static final List<String> NAMES = List.of("3g", "4g", "train", "lossy");

  /** Payload of a TCP segment in an Ethernet frame of 1 500 bytes. */
  static final int SEGMENT_BYTES = 1_460;

  /** What is read from a socket at once must fit into the window. */
  static final int MIN_WINDOW_BYTES = 4_096;

  private static final int BYTES_PER_KB = 1_000;
  private static final int MAX_WINDOW_KB = 64_000;

  /** Linux waits for the round trip and four times its deviation, taken as no less than this. */
  private static final Duration RETRANSMISSION_MARGIN = Duration.ofMillis(200);

  /**
   * Stretches without any reception.
   *
   * @param every mean time between the end of one and the beginning of the next
   * @param length mean length of one; both vary by half of it
   * @param resets share of the connections that are reset when one ends, from 0 to 1
   */
  public record Tunnels(Duration every, Duration length, double resets) {

    public Tunnels {
      check("tunnel-every-s", every, every.isPositive(), "> 0");
      check("tunnel-s", length, length.isPositive(), "> 0");
      check("reset", resets, resets >= 0 && resets <= 1, "0 to 1");
    }
  }

  public Link {
    check("delay-ms", delay, !delay.isNegative(), ">= 0");
    check("jitter-ms", jitter, !jitter.isNegative(), ">= 0");
    check("up-kbytes-s", upBytesPerSecond, upBytesPerSecond > 0, "> 0");
    check("down-kbytes-s", downBytesPerSecond, downBytesPerSecond > 0, "> 0");
    check(
        "window-kbytes",
        windowBytes,
        windowBytes >= MIN_WINDOW_BYTES && windowBytes <= MAX_WINDOW_KB * BYTES_PER_KB,
        "4.096 to 64000");
    check("loss", loss, loss >= 0 && loss < 1, ">= 0, < 1");
  }

  private static void check(String key, Object value, boolean valid, String expected) {
    if (!valid) {
      throw new IllegalArgumentException("%s: %s (expected: %s)".formatted(key, value, expected));
    }
  }

  /** How long a lost segment holds up its connection: the time-out of Linux's TCP on this link. */
  Duration retransmission() {
    return delay.multipliedBy(2).plus(RETRANSMISSION_MARGIN);
  }

  /** The same with another bandwidth, in both directions. */
  public Link withBytesPerSecond(long bytesPerSecond) {
    return new Link(delay, jitter, bytesPerSecond, bytesPerSecond, windowBytes, loss, tunnels);
  }

  /**
   * @param nameOrFile one of {@link #NAMES}, or a properties file with the keys of those
   * @throws IllegalArgumentException if it is neither, or a value is out of range
   */
  public static Link of(String nameOrFile) {
    try {
      if (NAMES.contains(nameOrFile)) {
        return read(Link.class.getResourceAsStream(nameOrFile + ".properties"));
      }
      Path file = Path.of(nameOrFile);
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(
            "%s (expected: %s, or a file)".formatted(nameOrFile, String.join(", ", NAMES)));
      }
      return read(Files.newInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + nameOrFile, e);
    }
  }

  private static Link read(InputStream stream) throws IOException {
    Properties values = new Properties();
    try (stream) {
      values.load(stream);
    }
    Tunnels tunnels =
        values.containsKey("tunnel-every-s")
            ? new Tunnels(
                seconds(take(values, "tunnel-every-s", null)),
                seconds(take(values, "tunnel-s", null)),
                take(values, "reset", "0"))
            : null;
    Link link =
        new Link(
            millis(take(values, "delay-ms", "0")),
            millis(take(values, "jitter-ms", "0")),
            kilobytes(take(values, "up-kbytes-s", null)),
            kilobytes(take(values, "down-kbytes-s", null)),
            Math.toIntExact(kilobytes(take(values, "window-kbytes", "64"))),
            take(values, "loss", "0"),
            tunnels);
    if (!values.isEmpty()) {
      throw new IllegalArgumentException("unknown keys: " + values.keySet());
    }
    return link;
  }

  private static double take(Properties values, String key, @Nullable String otherwise) {
    Object given = values.remove(key);
    String text = given == null ? otherwise : given.toString();
    try {
      if (text != null) {
        return Double.parseDouble(text.strip());
      }
    } catch (NumberFormatException noNumber) {
      // Told below.
    }
    throw new IllegalArgumentException("%s: %s (expected: a number)".formatted(key, text));
  }

  private static Duration seconds(double value) {
    return millis(value * 1_000);
  }

  private static Duration millis(double value) {
    return Duration.ofNanos(Math.round(value * 1e6));
  }

  private static long kilobytes(double value) {
    return Math.round(value * BYTES_PER_KB);
  }
}
