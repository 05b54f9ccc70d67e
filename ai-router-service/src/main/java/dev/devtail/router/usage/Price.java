package dev.devtail.router.usage;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, in US dollars for one token, or one search. What is null is not known, which
 * is not the same as nothing.
 *
 * @param input for {@link Usage#input()}; the others likewise
 * @param reasoning if thinking costs other than the rest of the output
 * @param tier above so many tokens of input all of the call costs what {@code above} says; null if
 *     there is no such tier
 */
public record Price(
    @Nullable BigDecimal input,
    @Nullable BigDecimal cacheRead,
    @Nullable BigDecimal cacheWrite5m,
    @Nullable BigDecimal cacheWrite1h,
    @Nullable BigDecimal output,
    @Nullable BigDecimal reasoning,
    @Nullable BigDecimal webSearch,
    @Nullable Tier tier) {

  /** Nothing is known, so that nothing but nothing has a cost. */
  public static final Price UNKNOWN = new Price(null, null, null, null, null, null, null, null);

  /**
   * Other rates from some size on.
   *
   * @param aboveTokens the largest input that has the lower rates
   */
  public record Tier(long aboveTokens, Price rates) {}

  /** Exact; empty if something was used whose price is not known. */
  public Optional<BigDecimal> of(Usage usage) {
    if (tier != null && usage.totalInput() > tier.aboveTokens()) {
      return tier.rates().of(usage);
    }
    long thinking = reasoning == null ? 0 : usage.reasoning();
    return new Sum()
        .add(usage.input(), input)
        .add(usage.cacheRead(), cacheRead)
        .add(usage.cacheWrite5m(), cacheWrite5m)
        .add(usage.cacheWrite1h(), cacheWrite1h)
        .add(usage.output() - thinking, output)
        .add(thinking, reasoning)
        .add(usage.webSearches(), webSearch)
        .total();
  }

  private static final class Sum {

    private @Nullable BigDecimal total = BigDecimal.ZERO;

    Sum add(long count, @Nullable BigDecimal rate) {
      BigDecimal before = total;
      if (count > 0 && before != null) {
        total = rate == null ? null : before.add(rate.multiply(BigDecimal.valueOf(count)));
      }
      return this;
    }

    Optional<BigDecimal> total() {
      return Optional.ofNullable(total);
    }
  }
}
