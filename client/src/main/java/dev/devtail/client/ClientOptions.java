package dev.devtail.client;

import java.time.Duration;

/**
 * How a client connects.
 *
 * @param token the owner's token, or a JWT
 * @param name for people and logs, as in {@code devtail-cli/0.1}
 * @param connectTimeout how long one attempt may take, from opening the socket to Welcome
 * @param pingTimeout how long an answer to a ping may take before the connection counts as dead
 */
public record ClientOptions(
    String token, String name, Backoff backoff, Duration connectTimeout, Duration pingTimeout) {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(10);

  public ClientOptions(String token, String name) {
    this(token, name, Backoff.DEFAULT, CONNECT_TIMEOUT, PING_TIMEOUT);
  }

  @Override
  public String toString() {
    return "ClientOptions[name=" + name + "]";
  }
}
