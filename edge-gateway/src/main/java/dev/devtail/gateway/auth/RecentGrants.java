package dev.devtail.gateway.auth;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.time.Uptime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/**
 * Spares callers that come again and again, as callers of models do, a question to session-service
 * each: what a token stands for is remembered for {@link #FRESH}. While nobody can say, what was
 * last said goes on for {@link #TRUST}. Tokens are known by their SHA-256 (FIPS 180-4) alone.
 */
public final class RecentGrants implements Authenticator {

  /** For so long what was said is not asked again. */
  static final Duration FRESH = Duration.ofSeconds(2);

  /** With {@link #FRESH}, less than the 5 s in which a revoked token is out. */
  private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(2);

  /** For so long what was said goes on when nobody can say it again; as for connections. */
  static final Duration TRUST = Duration.ofMinutes(5);

  /** Tokens that are remembered, each with some hundred bytes. */
  private static final int MAX_TOKENS = 10_000;

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Authenticator authenticator;
  private final Clock clock;
  private final AsyncCache<ByteBuffer, AuthenticatedUser> fresh;
  private final Cache<ByteBuffer, AuthenticatedUser> trusted;

  /**
   * @param authenticator who is asked
   * @param clock what expiry goes by
   * @param uptime what age goes by, however the clock is set
   */
  public RecentGrants(Authenticator authenticator, Clock clock, Uptime uptime) {
    this.authenticator = authenticator;
    this.clock = clock;
    Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(uptime.millis());
    this.fresh = remembering(FRESH, ticker).buildAsync();
    this.trusted = remembering(TRUST, ticker).build();
  }

  private static Caffeine<Object, Object> remembering(Duration age, Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(MAX_TOKENS)
        .expireAfterWrite(age)
        .ticker(ticker)
        .executor(Runnable::run);
  }

  @Override
  public Mono<AuthenticatedUser> authenticate(String token) {
    if (!GrantAuthenticator.isGrant(token)) {
      return authenticator.authenticate(token);
    }
    return Mono.fromFuture(() -> remembered(token), true).map(this::unlessExpired);
  }

  /** Who asks for the same while it is asked waits for the same answer; no failure is kept. */
  private CompletableFuture<AuthenticatedUser> remembered(String token) {
    return fresh.get(sha256(token), (hash, executor) -> ask(hash, token).toFuture());
  }

  private Mono<AuthenticatedUser> ask(ByteBuffer hash, String token) {
    return authenticator
        .authenticate(token)
        .timeout(ANSWER_DEADLINE)
        .onErrorMap(TimeoutException.class, late -> away())
        .doOnNext(user -> trusted.put(hash, user))
        .onErrorResume(
            failure -> {
              if (isRefusal(failure)) {
                trusted.invalidate(hash);
              }
              return Mono.justOrEmpty(trusted.getIfPresent(hash))
                  .switchIfEmpty(Mono.error(failure));
            });
  }

  private static Fault away() {
    return Fault.unavailable(
        "It cannot be checked now whether this access is still permitted; try again.", RETRY);
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof Fault fault
        && (fault.code() == FaultCode.UNAUTHENTICATED
            || fault.code() == FaultCode.PERMISSION_DENIED);
  }

  private AuthenticatedUser unlessExpired(AuthenticatedUser user) {
    Instant now = clock.instant();
    if (user.expiresAt().isAfter(now)) {
      return user;
    }
    throw user.ended(now);
  }

  private static ByteBuffer sha256(String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).asReadOnlyBuffer();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
