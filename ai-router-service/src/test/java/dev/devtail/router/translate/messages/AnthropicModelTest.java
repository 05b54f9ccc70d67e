package dev.devtail.router.translate.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.translate.conversation.Effort;
import dev.devtail.router.translate.messages.AnthropicModel.ThinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicModelTest {

  @ParameterizedTest
  @CsvSource({
    "claude-3-5-sonnet-20241022, NONE, false, none, true, 4096",
    "claude-3-7-sonnet-20250219, BUDGET, false, none, true, 32000",
    "claude-sonnet-4-20250514, BUDGET, false, none, true, 32000",
    "claude-opus-4-1, BUDGET, false, none, true, 32000",
    "anthropic.claude-haiku-4-5-20251001-v1:0, BUDGET, false, none, true, 32000",
    "claude-opus-4-5-20251101, BUDGET, false, high, true, 32000",
    "anthropic/claude-opus-4.5, BUDGET, false, high, true, 32000",
    "claude-sonnet-4-6, ADAPTIVE, false, high, true, 32000",
    "claude-opus-4-7, ADAPTIVE, true, max, false, 32000",
    "claude-fable-5, ADAPTIVE, true, max, false, 32000",
    "glm-4.6, BUDGET, false, none, true, 32000"
  })
  void whatAModelTakesIsKnownByItsName(
      String name,
      ThinkingMode thinking,
      boolean refusesBudget,
      String mostEffort,
      boolean takesSampling,
      long defaultMaxTokens) {
    AnthropicModel model = new AnthropicModel(name);
    assertThat(model.thinking()).isEqualTo(thinking);
    assertThat(model.refusesBudget()).isEqualTo(refusesBudget);
    assertThat(model.effort(Effort.MAX).map(Effort::text).orElse("none")).isEqualTo(mostEffort);
    assertThat(model.takesSampling()).isEqualTo(takesSampling);
    assertThat(model.defaultMaxTokens()).isEqualTo(defaultMaxTokens);
  }
}
