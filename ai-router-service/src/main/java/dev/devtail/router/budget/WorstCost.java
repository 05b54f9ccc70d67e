package dev.devtail.router.budget;

import dev.devtail.router.catalog.ModelFacts;
import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.usage.Price;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The most that a call may cost, as far as its request tells: all of its text read at the dearest
 * rate, and as much written as it permits. It is a bound for text; what it takes for images and
 * searches is what they hardly ever exceed.
 */
public final class WorstCost {

  /**
   * Text that makes a token, at the least: no text that people or programs write has more tokens.
   */
  private static final int MIN_BYTES_PER_TOKEN = 2;

  /** What the protocol adds to a request: roles, separators, how tools are to be called. */
  private static final long OVERHEAD_TOKENS = 1_000;

  /** Of the images that a request with one has, together. */
  private static final long IMAGE_TOKENS = 20_000;

  private static final long SEARCHES = 10;

  private WorstCost() {}

  /**
   * In US dollars.
   *
   * @return empty if a price is not known, or nothing bounds the answer
   */
  public static Optional<BigDecimal> of(RequestFacts request, ModelFacts model) {
    long input =
        request.textBytes() / MIN_BYTES_PER_TOKEN
            + OVERHEAD_TOKENS
            + (request.image() ? IMAGE_TOKENS : 0);
    long output = maxOutput(request, model);
    if (output == 0) {
      return Optional.empty();
    }
    Optional<BigDecimal> base = at(model.price(), request, input, output);
    Price.Tier tier = model.price().tier();
    return tier == null || input <= tier.aboveTokens()
        ? base
        : base.flatMap(low -> at(tier.rates(), request, input, output).map(high -> low.max(high)));
  }

  /**
   * Of a call that any of these models may answer.
   *
   * @return empty if it is of one of them
   */
  public static Optional<BigDecimal> of(RequestFacts request, Collection<ModelFacts> models) {
    Optional<BigDecimal> worst = Optional.of(BigDecimal.ZERO);
    for (ModelFacts model : models) {
      worst = worst.flatMap(before -> of(request, model).map(before::max));
    }
    return worst;
  }

  private static long maxOutput(RequestFacts request, ModelFacts model) {
    long asked = request.maxOutputTokens();
    long possible = model.maxOutputTokens();
    return asked == 0 || possible == 0 ? Math.max(asked, possible) : Math.min(asked, possible);
  }

  private static Optional<BigDecimal> at(
      Price price, RequestFacts request, long input, long output) {
    if (price.input() == null || price.output() == null) {
      return Optional.empty();
    }
    if (request.webSearch() && price.webSearch() == null) {
      return Optional.empty();
    }
    BigDecimal searches =
        request.webSearch() ? times(price.webSearch(), SEARCHES) : BigDecimal.ZERO;
    return Optional.of(
        times(dearest(price.input(), price.cacheWrite5m(), price.cacheWrite1h()), input)
            .add(times(dearest(price.output(), price.reasoning()), output))
            .add(searches));
  }

  private static BigDecimal times(@Nullable BigDecimal rate, long count) {
    return rate == null ? BigDecimal.ZERO : rate.multiply(BigDecimal.valueOf(count));
  }

  private static BigDecimal dearest(@Nullable BigDecimal... rates) {
    return Stream.of(rates)
        .filter(rate -> rate != null)
        .reduce(BigDecimal.ZERO, (one, other) -> one.max(other));
  }
}
