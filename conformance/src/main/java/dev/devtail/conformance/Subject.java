package dev.devtail.conformance;

import com.google.protobuf.ByteString;
import dev.devtail.protocol.v1.Capabilities;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * The gateway that is tried, and what a rule needs to speak with it.
 *
 * @param url as in {@code http://127.0.0.1:7717}
 * @param token a token that it takes
 * @param patience how long an answer may take
 * @param http shared by all checks
 */
public record Subject(URI url, String token, Duration patience, HttpClient http) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 16;

  public Subject(URI url, String token) {
    this(url, token, Duration.ofSeconds(10), HttpClient.newHttpClient());
  }

  /** An upgraded connection that has said nothing yet. */
  Wire connect() {
    return new Wire(this);
  }

  /** A connection that is past its Welcome. */
  public Wire live() {
    return live(Capabilities.getDefaultInstance());
  }

  /** The same, of a client that can do this. */
  Wire live(Capabilities capabilities) {
    Wire wire = connect();
    wire.hello(token, capabilities);
    wire.welcome();
    return wire;
  }

  /** For a viewer, or a wish: 16 bytes that nobody else has. */
  static ByteString randomKey() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return ByteString.copyFrom(key);
  }
}
