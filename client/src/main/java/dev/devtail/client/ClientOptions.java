package dev.devtail.client;

import java.time.Duration;

/**
 * How a client connects.
 *
 * @param tokens where the owner's token, or a JWT, comes from
 * @param name for people and logs, as in {@code devtail-cli/0.1}
 * @param connectTimeout how long one attempt may take, from opening the socket to Welcome
 * @param pingTimeout how long an answer to a ping may take before the connection counts as dead
 * @param compressFrom output is asked for compressed where a round trip takes this long; 0: always
 */
public record ClientOptions(
    TokenSource tokens,
    String name,
    Backoff backoff,
    Duration connectTimeout,
    Duration pingTimeout,
    Duration compressFrom) {

  /** Below it the link is so fast that compressing costs more than it saves. */
  public static final Duration SLOW_LINK = Duration.ofMillis(30);

  /** For {@code compressFrom}: never. */
  public static final Duration NEVER = Duration.ofDays(1);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(10);

  public ClientOptions(TokenSource tokens, String name) {
    this(tokens, name, Backoff.DEFAULT, CONNECT_TIMEOUT, PING_TIMEOUT, SLOW_LINK);
  }

  public ClientOptions(String token, String name) {
    this(TokenSource.of(token), name);
  }

  public ClientOptions(
      String token,
      String name,
      Backoff backoff,
      Duration connectTimeout,
      Duration pingTimeout,
      Duration compressFrom) {
    this(TokenSource.of(token), name, backoff, connectTimeout, pingTimeout, compressFrom);
  }

  @Override
  public String toString() {
    return "ClientOptions[name=" + name + "]";
  }
}
