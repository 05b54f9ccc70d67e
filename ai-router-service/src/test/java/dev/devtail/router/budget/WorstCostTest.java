package dev.devtail.router.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.catalog.ModelFacts;
import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.route.Capabilities;
import dev.devtail.router.usage.Price;
import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorstCostTest {

  private static final Price PRICE =
      new Price(
          new BigDecimal("3e-6"),
          new BigDecimal("3e-7"),
          new BigDecimal("3.75e-6"),
          new BigDecimal("6e-6"),
          new BigDecimal("15e-6"),
          null,
          new BigDecimal("0.01"),
          new Price.Tier(
              200_000,
              new Price(
                  new BigDecimal("6e-6"),
                  new BigDecimal("6e-7"),
                  new BigDecimal("7.5e-6"),
                  new BigDecimal("12e-6"),
                  new BigDecimal("22.5e-6"),
                  null,
                  new BigDecimal("0.01"),
                  null)));

  private static ModelFacts model(Price price, long maxOutput) {
    return new ModelFacts(price, Capabilities.UNKNOWN, maxOutput);
  }

  private static RequestFacts request(long textBytes, int maxOutput, boolean webSearch) {
    return new RequestFacts(
        "m", 0, 1, true, maxOutput, 0, webSearch, false, "", false, 1, textBytes, null);
  }

  private static @Nullable BigDecimal worst(RequestFacts request, ModelFacts model) {
    return WorstCost.of(request, model).orElse(null);
  }

  @Test
  void isAllTextAtTheDearestRateAndAllThatMayBeWritten() {
    // (4000 / 2 + 1000) tokens put into the cache for an hour, 1000 written.
    assertThat(worst(request(4_000, 1_000, false), model(PRICE, 64_000)))
        .isEqualByComparingTo("0.033");
    assertThat(worst(request(4_000, 1_000, true), model(PRICE, 64_000)))
        .isEqualByComparingTo("0.133");
  }

  @Test
  void whatTheModelCanWriteBoundsWhatIsAskedFor() {
    assertThat(worst(request(0, 9_000, false), model(PRICE, 1_000)))
        .isEqualTo(worst(request(0, 1_000, false), model(PRICE, 0)))
        .isEqualTo(worst(request(0, 0, false), model(PRICE, 1_000)));
  }

  @Test
  void isUnknownIfAPriceOrTheLengthIs() {
    assertThat(worst(request(0, 100, false), model(Price.UNKNOWN, 100))).isNull();
    assertThat(worst(request(0, 0, false), model(PRICE, 0))).isNull();
  }

  @Test
  void ofSeveralModelsItIsTheDearest() {
    RequestFacts request = request(4_000, 1_000, false);
    assertThat(WorstCost.of(request, List.of(model(PRICE, 10), model(PRICE, 64_000))))
        .hasValueSatisfying(worst -> assertThat(worst).isEqualByComparingTo("0.033"));
    assertThat(WorstCost.of(request, List.of(model(PRICE, 10), ModelFacts.UNKNOWN))).isEmpty();
  }

  /** Whatever a call of text turns out to use, at a byte in two per token, it is not dearer. */
  @Test
  void noUsageOfSuchACallCostsMore() {
    Random random = new Random(3);
    for (int round = 0; round < 2_000; round++) {
      long bytes = random.nextLong(1_000_000);
      int maxOutput = 1 + random.nextInt(64_000);
      long input = random.nextLong(bytes / 2 + 1_000);
      long read = random.nextLong(input + 1);
      long hour = random.nextLong(input - read + 1);
      Usage usage =
          new Usage(input - read - hour, read, 0, hour, random.nextLong(maxOutput + 1L), 0, 0);
      assertThat(PRICE.of(usage).orElseThrow())
          .isLessThanOrEqualTo(worst(request(bytes, maxOutput, false), model(PRICE, 64_000)));
    }
  }
}
