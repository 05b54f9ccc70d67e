package dev.devtail.router.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutlineReaderTest {

  private static Outline outline(String json) {
    return OutlineReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void countsTextAsOpenAiDoes() {
    assertThat(TextTokens.count("hello world")).isEqualTo(2);
    assertThat(TextTokens.count("<|endoftext|>")).as("no special token").isGreaterThan(1);
    assertThat(TextTokens.count("tree ".repeat(5000))).isBetween(5000L, 5020L);
    assertThat(TextTokens.count("😀".repeat(5000))).isPositive();
  }

  @Test
  void countsInstructionsToolsAndTurns() {
    Outline outline =
        outline(
            """
            {"model": "m", "system": [{"type": "text", "text": "hello world"}],
             "tools": [{"name": "x"}],
             "messages": [{"role": "user", "content": "hello world"}]}""");
    assertThat(outline.turns()).extracting(Turn::tokens).containsExactly(2L + 4);
    assertThat(outline.fixedTokens()).isEqualTo(2 + TextTokens.count("[{\"name\": \"x\"}]"));
  }

  @Test
  void imagesAndFilesCountWithoutTheirBytes() {
    String data = "A".repeat(100_000);
    assertThat(
            outline(
                    """
                    {"messages": [{"role": "user", "content": [
                      {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "%s"}}]}]}"""
                        .formatted(data))
                .tokens())
        .isEqualTo(1_600 + 4);
    assertThat(
            outline(
                    """
                    {"messages": [{"role": "user", "content": [
                      {"type": "document", "source": {"data": "%s", "type": "base64", "media_type": "application/pdf"}}]}]}"""
                        .formatted(data))
                .tokens())
        .isEqualTo(100_000 / 25 + 4);
  }

  @Test
  void aStringIsAConversationWithoutTurns() {
    Outline outline = outline("{\"input\": \"hello world\"}");
    assertThat(outline.turns()).isEmpty();
    assertThat(outline.tokens()).isEqualTo(2);
  }

  @Test
  void seamsAreWhereNoCallIsOpenAndNothingIsSaidInOneGo() {
    assertThat(
            outline(
                    """
                    {"input": [
                      {"role": "user", "content": "0"},
                      {"type": "reasoning", "id": "r"},
                      {"type": "function_call", "call_id": "a"},
                      {"type": "function_call", "call_id": "b"},
                      {"type": "function_call_output", "call_id": "a", "output": ""},
                      {"role": "user", "content": "between"},
                      {"type": "function_call_output", "call_id": "b", "output": ""},
                      {"type": "message", "role": "assistant", "content": "7"},
                      {"role": "user", "content": "8"}]}""")
                .seams())
        .containsExactly(1, 7, 8);
  }
}
