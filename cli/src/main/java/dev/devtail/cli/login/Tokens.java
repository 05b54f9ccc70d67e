package dev.devtail.cli.login;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer gave.
 *
 * @param lifetime of the access token
 * @param refresh null: none, or the one that there was stays good
 */
record Tokens(String access, Duration lifetime, @Nullable String refresh) {

  /** How much before its end a token is renewed, so that it is good when it arrives. */
  private static final Duration EARLY = Duration.ofSeconds(30);

  /** Of a token that lives shortly, the part that is left then: one in so many. */
  private static final int EARLY_PART = 5;

  Instant renewFrom(Instant now) {
    Duration part = lifetime.dividedBy(EARLY_PART);
    return now.plus(lifetime).minus(part.compareTo(EARLY) < 0 ? part : EARLY);
  }

  @Override
  public String toString() {
    return "Tokens[for %s]".formatted(lifetime);
  }
}
