package dev.devtail.kit.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * Signs and verifies identities between services: a JWT (RFC 7519) with HMAC-SHA-256 under a key
 * that all services of one installation share. Short-lived: a call carries it once, at its start.
 * What was signed, or found good, a moment ago is not reckoned again: a call to a model, or a key's
 * way to a terminal, costs less than its signature.
 */
public final class IdentityTokens {

  /** Smallest key, in bytes: the hash's own length (RFC 7518, 3.2). */
  public static final int MIN_KEY_BYTES = 32;

  static final Duration LIFETIME = Duration.ofMinutes(5);

  /** How long one is given out again; what is left of its life is for the calls themselves. */
  static final Duration REUSE = Duration.ofMinutes(1);

  static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
  private static final String AUDIENCE = "devtail-services";
  private static final String ROLE = "role";
  private static final long MAX_REMEMBERED = 10_000;

  /** A token that was signed here. */
  private record Signed(String token, Instant reusedUntil) {}

  /** A token that was found good. */
  private record Verified(Identity identity, Instant expiry) {}

  private final MACSigner signer;
  private final MACVerifier verifier;
  private final Clock clock;
  private final Cache<Identity, Signed> signed =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();
  private final Cache<String, Verified> verified =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  /**
   * @throws IllegalArgumentException if the key is shorter than {@link #MIN_KEY_BYTES}
   */
  public IdentityTokens(byte[] key, Clock clock) {
    if (key.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "devtail.identity.key: %d bytes (expected: >= %d)".formatted(key.length, MIN_KEY_BYTES));
    }
    try {
      this.signer = new MACSigner(key);
      this.verifier = new MACVerifier(key);
    } catch (JOSEException e) {
      throw new IllegalArgumentException("devtail.identity.key: not usable for HS256", e);
    }
    this.clock = clock;
  }

  public String sign(Identity identity) {
    Instant now = clock.instant();
    Signed before = signed.getIfPresent(identity);
    if (before != null && now.isBefore(before.reusedUntil())) {
      return before.token();
    }
    String token = sign(identity, now.plus(LIFETIME));
    signed.put(identity, new Signed(token, now.plus(REUSE)));
    return token;
  }

  private String sign(Identity identity, Instant expiry) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(identity.user())
            .audience(AUDIENCE)
            .claim(ROLE, identity.role().name())
            .expirationTime(Date.from(expiry))
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("HMAC-SHA-256 is not available", e);
    }
    return token.serialize();
  }

  /**
   * @throws Fault UNAUTHENTICATED if the token is malformed, foreign or expired
   */
  public Identity verify(String token) {
    Verified before = verified.getIfPresent(token);
    Verified now = before == null ? read(token) : before;
    if (now.expiry().plus(CLOCK_SKEW).isBefore(clock.instant())) {
      throw refused("has expired");
    }
    if (before == null) {
      verified.put(token, now);
    }
    return now.identity();
  }

  private Verified read(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!jwt.verify(verifier)) {
        throw refused("is not signed by this installation");
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      Date expiry = claims.getExpirationTime();
      if (expiry == null) {
        throw refused("has expired");
      }
      if (!claims.getAudience().contains(AUDIENCE) || claims.getSubject() == null) {
        throw refused("is not meant for services");
      }
      return new Verified(
          new Identity(claims.getSubject(), Identity.Role.valueOf(claims.getStringClaim(ROLE))),
          expiry.toInstant());
    } catch (ParseException | JOSEException | IllegalArgumentException | NullPointerException e) {
      throw refused("is malformed");
    }
  }

  private static Fault refused(String why) {
    return new Fault(FaultCode.UNAUTHENTICATED, "The identity of this call " + why + ".");
  }
}
