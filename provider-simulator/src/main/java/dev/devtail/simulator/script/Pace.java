package dev.devtail.simulator.script;

import java.time.Duration;

/**
 * How fast a model is.
 *
 * @param firstToken until it begins to answer
 * @param tokensPerSecond behind that; 0 for all at once
 * @param chunkChars of text in each event of a stream
 */
public record Pace(Duration firstToken, double tokensPerSecond, int chunkChars) {

  /** About what models send at a time. */
  public static final int DEFAULT_CHUNK_CHARS = 16;

  public static final Pace INSTANT = new Pace(Duration.ZERO, 0, DEFAULT_CHUNK_CHARS);

  public Pace {
    if (firstToken.isNegative()) {
      throw new IllegalArgumentException("first token: %s (expected: >= 0)".formatted(firstToken));
    }
    if (!(tokensPerSecond >= 0)) {
      throw new IllegalArgumentException(
          "tokens per second: %s (expected: >= 0)".formatted(tokensPerSecond));
    }
    if (chunkChars < 1) {
      throw new IllegalArgumentException("chunk: %d (expected: >= 1)".formatted(chunkChars));
    }
  }

  /** How long that many tokens take. */
  public Duration of(long tokens) {
    return tokensPerSecond == 0
        ? Duration.ZERO
        : Duration.ofNanos((long) (tokens * 1e9 / tokensPerSecond));
  }
}
