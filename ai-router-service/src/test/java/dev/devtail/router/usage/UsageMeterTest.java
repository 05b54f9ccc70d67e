package dev.devtail.router.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.sse.ServerSentEvent;
import org.junit.jupiter.api.Test;

class UsageMeterTest {

  private static void events(UsageMeter meter, String... data) {
    for (String one : data) {
      meter.event(new ServerSentEvent("", one));
    }
  }

  @Test
  void aStreamOfAnthropicIsNotCountedTwice() {
    UsageMeter meter = new UsageMeter(UsageFormat.ANTHROPIC);
    events(
        meter,
        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":10,"
            + "\"cache_read_input_tokens\":5,\"output_tokens\":1}}}",
        "{\"type\":\"content_block_delta\",\"delta\":{\"text\":\"my \\\"usage\\\" is 7\"}}",
        "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":20}}",
        "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":30}}");
    assertThat(meter.usage()).contains(new Usage(10, 5, 0, 0, 30, 0, 0));
  }

  /** The last chunk has no choices; those before say null; one that is cut says nothing. */
  @Test
  void aStreamOfChatTellsItAtItsEnd() {
    UsageMeter meter = new UsageMeter(UsageFormat.OPENAI_CHAT);
    events(meter, "{\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"usage\":null}");
    assertThat(meter.usage()).isEmpty();
    events(
        meter,
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":3}}",
        "[DONE]");
    assertThat(meter.usage()).contains(new Usage(10, 0, 0, 0, 3, 0, 0));
  }

  @Test
  void theLastEventOfResponsesWrapsIt() {
    UsageMeter meter = new UsageMeter(UsageFormat.OPENAI_RESPONSES);
    events(
        meter,
        "{\"type\":\"response.created\",\"response\":{\"usage\":null}}",
        "{\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":9,"
            + "\"output_tokens\":4,\"output_tokens_details\":{\"reasoning_tokens\":2}}}}");
    assertThat(meter.usage()).contains(new Usage(9, 0, 0, 0, 4, 2, 0));
  }

  @Test
  void chunksOfGeminiReplaceEachOther() {
    UsageMeter meter = new UsageMeter(UsageFormat.GEMINI);
    events(
        meter,
        "{\"usageMetadata\":{\"promptTokenCount\":8,\"thoughtsTokenCount\":5}}",
        "{\"usageMetadata\":{\"promptTokenCount\":8,\"candidatesTokenCount\":2,"
            + "\"thoughtsTokenCount\":5}}");
    assertThat(meter.usage()).contains(new Usage(8, 0, 0, 0, 7, 5, 0));
  }

  @Test
  void ollamaTellsItInItsLastLine() {
    UsageMeter meter = new UsageMeter(UsageFormat.OLLAMA);
    meter.object("{\"message\":{\"content\":\"x\"},\"done\":false}");
    assertThat(meter.usage()).isEmpty();
    meter.object("{\"done\":true,\"prompt_eval_count\":4,\"eval_count\":6}");
    assertThat(meter.usage()).contains(new Usage(4, 0, 0, 0, 6, 0, 0));
  }

  @Test
  void whatCannotBeReadIsPassedOver() {
    UsageMeter meter = new UsageMeter(UsageFormat.ANTHROPIC);
    events(meter, "{\"usage\"", "{\"usage\":7}", "\"usage\"");
    meter.object("<html>");
    assertThat(meter.usage()).isEmpty();
    meter.object("{\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}");
    assertThat(meter.usage()).contains(new Usage(1, 0, 0, 0, 2, 0, 0));
  }

  /** Whoever leaves in the middle has read, and pays for, what was written by then. */
  @Test
  void whatWasWrittenBeforeItWasCountedIsEstimated() {
    UsageMeter meter = new UsageMeter(UsageFormat.ANTHROPIC);
    meter.event(
        new ServerSentEvent(
            "message_start",
            "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":9,"
                + "\"output_tokens\":1}}}"));
    for (int i = 0; i < 10; i++) {
      meter.event(
          new ServerSentEvent(
              "content_block_delta",
              "{\"type\":\"content_block_delta\",\"index\":0,"
                  + "\"delta\":{\"type\":\"text_delta\",\"text\":\"eight by\"}}"));
    }
    assertThat(meter.usage()).contains(new Usage(9, 0, 0, 0, 20, 0, 0));
    meter.event(
        new ServerSentEvent(
            "message_delta", "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":17}}"));
    assertThat(meter.usage()).contains(new Usage(9, 0, 0, 0, 17, 0, 0));
  }
}
