package dev.devtail.router.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TooLongTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prompt is too long: 215000 tokens > 200000 maximum",
        "prompt is too long: 215,000 tokens > 200,000 maximum",
        "This model's maximum context length is 200000 tokens. However, your messages resulted in"
            + " 215000 tokens. Please reduce the length of the messages.",
        "This model's maximum context length is 200000 tokens. However, you requested 215000 tokens"
            + " (214000 in the messages, 1000 in the completion).",
        "The input token count (215000) exceeds the maximum number of tokens allowed (200000)."
      })
  void readsWhatProvidersSay(String message) {
    assertThat(TooLong.parse(message)).hasValue(new TooLong(215_000, 200_000));
  }

  @Test
  void readsNothingElse() {
    assertThat(TooLong.parse("prompt is too long")).isEmpty();
    assertThat(TooLong.parse("3 tokens > 5 maximum")).isEmpty();
  }
}
