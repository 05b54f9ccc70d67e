package dev.devtail.router.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {

  private static final Catalog BUILT_IN = Catalog.builtIn();
  private static final ModelName MINE = new ModelName("mine", "m");

  private static InputStream table(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertCost(ModelFacts facts, Usage usage, String dollars) {
    assertThat(facts.price().of(usage))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo(dollars));
  }

  @Test
  void knowsTheModelsOfItsProviders() {
    ModelFacts sonnet = BUILT_IN.facts(new ModelName("anthropic", "claude-sonnet-4-5"));
    assertThat(sonnet.capabilities().tools()).isTrue();
    assertThat(sonnet.capabilities().images()).isTrue();
    assertThat(sonnet.maxOutputTokens()).isEqualTo(64_000);
    assertCost(sonnet, new Usage(1_000, 10_000, 1_000, 1_000, 1_000, 0, 1), "0.04075");

    assertThat(BUILT_IN.facts(new ModelName("gemini", "gemini-2.5-pro")).price().of(Usage.NONE))
        .isPresent();
    assertThat(BUILT_IN.facts(new ModelName("deepseek", "deepseek-chat")).price().input())
        .isNotNull();
  }

  @Test
  void aModelThatNobodyKnowsCostsWhatNobodyKnows() {
    ModelFacts unknown = BUILT_IN.facts(new ModelName("openai", "gpt-of-tomorrow"));
    assertThat(unknown).isEqualTo(ModelFacts.UNKNOWN);
    assertThat(unknown.price().of(new Usage(1, 0, 0, 0, 0, 0, 0))).isEmpty();
  }

  @Test
  void anotherTableIsLaidOverIt() {
    Catalog catalog =
        BUILT_IN.with(
            table(
                """
                {"_note": "ours",
                 "mine/m": {"input_cost_per_token_above_200k_tokens": 2e-06,
                            "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06,
                            "cache_read_input_token_cost": null, "max_input_tokens": 8000},
                 "claude-sonnet-4-5": {"input_cost_per_token": 0}}
                """));
    ModelFacts mine = catalog.facts(MINE);
    assertCost(mine, new Usage(3, 0, 0, 0, 4, 0, 0), "0.000011");
    assertThat(mine.price().of(new Usage(0, 1, 0, 0, 0, 0, 0))).isEmpty();
    assertCost(mine, new Usage(200_001, 0, 0, 0, 0, 0, 0), "0.400002");
    assertThat(mine.price().of(new Usage(200_001, 0, 0, 0, 1, 0, 0))).isEmpty();
    assertThat(mine.capabilities().contextTokens()).isEqualTo(8000);
    assertThat(mine.capabilities().tools()).isFalse();
    assertCost(
        catalog.facts(new ModelName("anthropic", "claude-sonnet-4-5")),
        new Usage(1, 0, 0, 0, 0, 0, 0),
        "0");
    assertThat(catalog.facts(new ModelName("anthropic", "claude-opus-4-5")))
        .isEqualTo(BUILT_IN.facts(new ModelName("anthropic", "claude-opus-4-5")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"m\":{\"input_cost_per_token\":\"1\"}}",
        "{\"m\":{\"output_cost_per_token\":-1}}"
      })
  void whatIsNoTableIsRefused(String json) {
    assertThatThrownBy(() -> BUILT_IN.with(table(json)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
