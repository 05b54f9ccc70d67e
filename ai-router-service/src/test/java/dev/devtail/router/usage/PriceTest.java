package dev.devtail.router.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PriceTest {

  private static BigDecimal perMillion(String dollars) {
    return new BigDecimal(dollars).movePointLeft(6);
  }

  private static final Price LARGE =
      new Price(
          perMillion("6"),
          perMillion("0.6"),
          perMillion("7.5"),
          perMillion("12"),
          perMillion("22.5"),
          null,
          new BigDecimal("0.01"),
          null);

  private static final Price PRICE =
      new Price(
          perMillion("3"),
          perMillion("0.3"),
          perMillion("3.75"),
          perMillion("6"),
          perMillion("15"),
          null,
          new BigDecimal("0.01"),
          new Price.Tier(200_000, LARGE));

  private static void assertCost(Price price, Usage usage, String dollars) {
    assertThat(price.of(usage))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo(dollars));
  }

  @Test
  void everyKindOfTokenHasItsRate() {
    assertCost(PRICE, new Usage(1000, 2000, 400, 100, 50, 20, 2), "0.02645");
  }

  @Test
  void aTierIsForAllOfTheCall() {
    assertCost(PRICE, new Usage(100_000, 100_000, 0, 0, 0, 0, 0), "0.33");
    assertCost(PRICE, new Usage(100_001, 100_000, 0, 0, 0, 0, 0), "0.660006");
    assertCost(PRICE, new Usage(0, 0, 0, 200_001, 1, 0, 0), "2.4000345");
  }

  @Test
  void thinkingMayCostOtherwise() {
    Price price = new Price(null, null, null, null, perMillion("2"), perMillion("3"), null, null);
    assertCost(price, new Usage(0, 0, 0, 0, 100, 40, 0), "0.00024");
  }

  @Test
  void whatIsNotKnownIsNotNothing() {
    Price price = new Price(perMillion("1"), null, null, null, perMillion("2"), null, null, null);
    assertCost(price, new Usage(10, 0, 0, 0, 10, 5, 0), "0.00003");
    assertThat(price.of(new Usage(10, 1, 0, 0, 10, 0, 0))).isEmpty();
    assertThat(price.of(new Usage(10, 0, 0, 0, 10, 0, 1))).isEmpty();
    assertCost(price, Usage.NONE, "0");
  }
}
