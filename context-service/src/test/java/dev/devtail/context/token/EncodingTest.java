package dev.devtail.context.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EncodingTest {

  @ParameterizedTest
  @CsvSource({
    "gpt-5.2-codex, O200K_BASE",
    "openai/gpt-4o-mini, O200K_BASE",
    "gpt-4.1, O200K_BASE",
    "o3, O200K_BASE",
    "chatgpt-4o-latest, O200K_BASE",
    "gpt-oss:20b, O200K_BASE",
    "gpt-4, CL100K_BASE",
    "gpt-4-turbo-2024-04-09, CL100K_BASE",
    "azure/gpt-35-turbo, CL100K_BASE",
    "gpt-3.5-turbo, CL100K_BASE",
    "text-embedding-3-small, CL100K_BASE",
    "claude-opus-4-5, CLAUDE",
    "us.anthropic.Claude-Sonnet-4, CLAUDE",
    "google/gemini-3-pro, GEMINI",
    "qwen3:8b, OTHER",
    "deepseek-chat, OTHER",
    "'', OTHER",
  })
  void aModelsNameSaysWhoseTokensItHas(String model, Encoding encoding) {
    assertThat(Encoding.ofModel(model)).isEqualTo(encoding);
    assertThat(Encoding.byId(encoding.id())).contains(encoding);
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void whatIsCountedWithinABudgetIsNotMoreForTheModelAndOneMoreWouldBe(Encoding encoding) {
    LongStream.rangeClosed(0, 2_000)
        .forEach(
            budget -> {
              long counted = encoding.countedWithin(budget);
              assertThat(encoding.of(counted).most()).isLessThanOrEqualTo(budget);
              assertThat(encoding.of(counted + 1).most()).isGreaterThan(budget);
            });
    assertThat(encoding.of(1_000).isExact()).isEqualTo(encoding.isExact());
    assertThat(encoding.of(7).least()).isLessThanOrEqualTo(encoding.of(7).likely());
  }
}
