package dev.devtail.router.usage;

/**
 * Tokens of one call, as they are paid for: each is counted in one place.
 *
 * @param input read anew by the model
 * @param cacheRead taken from the provider's cache
 * @param cacheWrite5m put there for five minutes, or for as long as the provider likes
 * @param cacheWrite1h put there for an hour
 * @param output written, thinking included
 * @param reasoning those of {@code output} that are thinking, where the provider tells them apart
 * @param webSearches that the provider ran for the model
 */
public record Usage(
    long input,
    long cacheRead,
    long cacheWrite5m,
    long cacheWrite1h,
    long output,
    long reasoning,
    long webSearches) {

  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0);

  /** Everything that the model was given: what price tiers and windows go by. */
  public long totalInput() {
    return input + cacheRead + cacheWrite5m + cacheWrite1h;
  }

  /** The same, with so many tokens written. */
  public Usage withOutput(long tokens) {
    return new Usage(input, cacheRead, cacheWrite5m, cacheWrite1h, tokens, reasoning, webSearches);
  }

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        input + other.input,
        cacheRead + other.cacheRead,
        cacheWrite5m + other.cacheWrite5m,
        cacheWrite1h + other.cacheWrite1h,
        output + other.output,
        reasoning + other.reasoning,
        webSearches + other.webSearches);
  }
}
