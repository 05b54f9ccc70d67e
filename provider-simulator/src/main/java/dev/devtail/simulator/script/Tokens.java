package dev.devtail.simulator.script;

/**
 * What a call is said to have used; each token is counted in one place.
 *
 * @param input read anew by the model
 * @param cacheRead taken from the cache
 * @param cacheWrite5m put there for five minutes
 * @param cacheWrite1h put there for an hour
 * @param output written, thinking included
 * @param reasoning those of {@code output} that are thinking
 * @param webSearches made by the provider
 */
public record Tokens(
    long input,
    long cacheRead,
    long cacheWrite5m,
    long cacheWrite1h,
    long output,
    long reasoning,
    long webSearches) {

  /** Of a call without a cache. */
  public static Tokens of(long input, long output) {
    return new Tokens(input, 0, 0, 0, output, 0, 0);
  }

  /** Everything that the model was given. */
  public long totalInput() {
    return input + cacheRead + cacheWrite5m + cacheWrite1h;
  }
}
