package dev.devtail.router.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/** Keeps answers in this process's memory for a while, as far as there is room. */
public final class ResponseCache {

  /** Longest answer that is kept, in bytes. */
  public static final int MAX_ANSWER_BYTES = 1 << 20;

  /** What an answer takes beside its body, about. */
  private static final int OVERHEAD_BYTES = 1_024;

  private final boolean forAll;
  private final Cache<CacheKey, CachedAnswer> answers;

  /**
   * @param forAll whether also those are given kept answers who do not ask for that
   * @param maxBytes of all that is kept
   * @param lifetime of an answer
   */
  public ResponseCache(boolean forAll, long maxBytes, Duration lifetime, Ticker ticker) {
    this.forAll = forAll;
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((CacheKey key, CachedAnswer answer) -> OVERHEAD_BYTES + answer.body().length)
            .expireAfterWrite(lifetime)
            .ticker(ticker)
            .build();
  }

  /**
   * Whether a call takes part. One with tools goes on from its answer, so that two that ask the
   * same may mean another: it takes part only if it asks to.
   *
   * @param said what the caller says: {@code on}, {@code off}, or nothing
   */
  public boolean isFor(String said, boolean tools) {
    return switch (said) {
      case "on" -> true;
      case "off" -> false;
      default -> forAll && !tools;
    };
  }

  public Optional<CachedAnswer> get(CacheKey key) {
    return Optional.ofNullable(answers.getIfPresent(key));
  }

  /** Keeps it, unless it is too long. */
  public void put(CacheKey key, CachedAnswer answer) {
    if (answer.body().length <= MAX_ANSWER_BYTES) {
      answers.put(key, answer);
    }
  }
}
