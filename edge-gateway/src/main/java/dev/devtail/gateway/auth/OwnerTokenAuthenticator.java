package dev.devtail.gateway.auth;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** One machine, one owner, one token. */
public final class OwnerTokenAuthenticator implements Authenticator {

  /** Shortest token, in characters: 128 bits in Base64. */
  public static final int MIN_TOKEN_LENGTH = 22;

  private final byte[] token;
  private final AuthenticatedUser owner;

  public OwnerTokenAuthenticator(String token, String owner) {
    if (token.length() < MIN_TOKEN_LENGTH) {
      throw new IllegalArgumentException(
          "devtail.gateway.auth.owner-token: %d characters (expected: >= %d random ones)"
              .formatted(token.length(), MIN_TOKEN_LENGTH));
    }
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.owner = new AuthenticatedUser(owner, Instant.MAX);
  }

  @Override
  public Mono<AuthenticatedUser> authenticate(String shown) {
    boolean same = MessageDigest.isEqual(token, shown.getBytes(StandardCharsets.UTF_8));
    return same
        ? Mono.just(owner)
        : Mono.error(
            new Fault(
                FaultCode.UNAUTHENTICATED,
                shown.isEmpty()
                    ? "A token is needed; `devtail up` prints it."
                    : "This token is not valid here; `devtail up` prints the right one."));
  }
}
