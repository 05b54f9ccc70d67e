package dev.devtail.router.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class UsageFormatTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Usage read(UsageFormat format, Usage before, String json) {
    return format.read(JSON.readTree(json), before);
  }

  private static Usage read(UsageFormat format, String json) {
    return read(format, Usage.NONE, json);
  }

  @Test
  void theDeltaOfAnthropicReplacesWhatItNamesAndAddsNothing() {
    Usage start =
        read(
            UsageFormat.ANTHROPIC,
            """
            {"input_tokens":100,"cache_read_input_tokens":2000,"cache_creation_input_tokens":300,
             "cache_creation":{"ephemeral_5m_input_tokens":200,"ephemeral_1h_input_tokens":100},
             "output_tokens":1}
            """);
    assertThat(start).isEqualTo(new Usage(100, 2000, 200, 100, 1, 0, 0));
    assertThat(start.totalInput()).isEqualTo(2400);

    assertThat(read(UsageFormat.ANTHROPIC, start, "{\"output_tokens\":50}"))
        .isEqualTo(new Usage(100, 2000, 200, 100, 50, 0, 0));
    assertThat(
            read(
                UsageFormat.ANTHROPIC,
                start,
                """
                {"input_tokens":120,"cache_read_input_tokens":2000,"output_tokens":50,
                 "cache_creation_input_tokens":300,"server_tool_use":{"web_search_requests":2}}
                """))
        .isEqualTo(new Usage(120, 2000, 200, 100, 50, 0, 2));
  }

  @Test
  void writesWithoutALifetimeAreOfFiveMinutes() {
    assertThat(
            read(
                UsageFormat.ANTHROPIC,
                "{\"input_tokens\":1,\"cache_creation_input_tokens\":300,\"output_tokens\":2,"
                    + "\"cache_read_input_tokens\":null}"))
        .isEqualTo(new Usage(1, 0, 300, 0, 2, 0, 0));
  }

  @Test
  void openAiCountsWhatWasCachedWithinThePrompt() {
    assertThat(
            read(
                UsageFormat.OPENAI_CHAT,
                """
                {"prompt_tokens":1000,"completion_tokens":300,"total_tokens":1300,
                 "prompt_tokens_details":{"cached_tokens":600},
                 "completion_tokens_details":{"reasoning_tokens":250}}
                """))
        .isEqualTo(new Usage(400, 600, 0, 0, 300, 250, 0));
    assertThat(
            read(
                UsageFormat.OPENAI_RESPONSES,
                """
                {"input_tokens":1000,"output_tokens":300,
                 "input_tokens_details":{"cached_tokens":600},
                 "output_tokens_details":{"reasoning_tokens":250}}
                """))
        .isEqualTo(new Usage(400, 600, 0, 0, 300, 250, 0));
  }

  @Test
  void deepSeekNamesItsCacheOtherwise() {
    assertThat(
            read(
                UsageFormat.OPENAI_CHAT,
                "{\"prompt_tokens\":1000,\"prompt_cache_hit_tokens\":900,"
                    + "\"prompt_cache_miss_tokens\":100,\"completion_tokens\":5}"))
        .isEqualTo(new Usage(100, 900, 0, 0, 5, 0, 0));
  }

  @Test
  void thoughtsOfGeminiAreOutput() {
    assertThat(
            read(
                UsageFormat.GEMINI,
                """
                {"promptTokenCount":1000,"cachedContentTokenCount":400,"candidatesTokenCount":30,
                 "thoughtsTokenCount":70,"toolUsePromptTokenCount":10,"totalTokenCount":1110}
                """))
        .isEqualTo(new Usage(610, 400, 0, 0, 100, 70, 0));
  }

  @Test
  void ollamaCountsWhatItEvaluated() {
    assertThat(
            read(UsageFormat.OLLAMA, "{\"done\":true,\"prompt_eval_count\":26,\"eval_count\":298}"))
        .isEqualTo(new Usage(26, 0, 0, 0, 298, 0, 0));
  }

  @Test
  void whatIsNoCountLeavesWhatWasKnown() {
    Usage before = new Usage(1, 2, 3, 4, 5, 0, 0);
    assertThat(
            read(
                UsageFormat.ANTHROPIC,
                before,
                "{\"input_tokens\":-1,\"output_tokens\":\"7\",\"cache_read_input_tokens\":1.5}"))
        .isEqualTo(before);
    assertThat(read(UsageFormat.GEMINI, before, "{}").output()).isEqualTo(5);
  }
}
