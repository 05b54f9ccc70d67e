package dev.devtail.router.translate.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.request.MalformedRequestException;
import dev.devtail.router.translate.messages.MessagesFitting.Fitted;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class MessagesFittingTest {

  /** As Claude Code sends it, in blanks that nobody else would write. */
  private static final String REQUEST =
      """
      { "model" : "claude-opus-4-6", "unknown":[1.50 , {"ü":"\\u00fc"}],
        "thinking":{"type":"adaptive", "display":"omitted"},
        "output_config": {"effort":"high" , "other":1},"max_tokens":32000,
        "messages":[ {"role":"user","content":"devtail"} ],
        "context_management":{"edits":[{"type":"clear_thinking_20251015"}]}, "stream":true }
      """;

  private static String fitted(String body, String model) {
    Fitted fitted = MessagesFitting.fit(body.getBytes(StandardCharsets.UTF_8), model);
    return new String(fitted.body(), StandardCharsets.UTF_8);
  }

  @Test
  void whatFitsIsLeftAsItIs() {
    byte[] body = REQUEST.getBytes(StandardCharsets.UTF_8);
    Fitted fitted = MessagesFitting.fit(body, "claude-opus-4-6");
    assertThat(fitted.body()).isSameAs(body);
    assertThat(fitted.dropped()).isEmpty();
    // What is no Claude is not known to refuse anything.
    assertThat(MessagesFitting.fit(body, "deepseek-chat").body()).isSameAs(body);
  }

  @Test
  void anOlderModelIsGivenABudgetAndNoEffort() {
    Fitted fitted =
        MessagesFitting.fit(REQUEST.getBytes(StandardCharsets.UTF_8), "claude-haiku-4-5-20251001");
    assertThat(new String(fitted.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            { "model" : "claude-opus-4-6", "unknown":[1.50 , {"ü":"\\u00fc"}],
              "thinking":{"type":"enabled","budget_tokens":16000},
              "output_config": {"other":1},"max_tokens":32000,
              "messages":[ {"role":"user","content":"devtail"} ],
              "context_management":{"edits":[{"type":"clear_thinking_20251015"}]}, "stream":true }
            """);
    assertThat(fitted.dropped()).containsExactlyInAnyOrder("thinking", "effort");
  }

  @Test
  void withoutRoomToThinkItDoesNot() {
    assertThat(
            fitted(
                REQUEST.replace("\"max_tokens\":32000", "\"max_tokens\":1000"), "claude-haiku-4-5"))
        .isEqualTo(
            """
            { "model" : "claude-opus-4-6", "unknown":[1.50 , {"ü":"\\u00fc"}],
              "thinking":{"type":"disabled"},
              "output_config": {"other":1},"max_tokens":1000,
              "messages":[ {"role":"user","content":"devtail"} ],
              "stream":true }
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // A round of tools that began with thinking, and one that did not.
        "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"Eq\"} | enabled",
        "{\"type\":\"text\",\"text\":\"I look.\"} | disabled",
        // Its thinking was another's, and is gone.
        "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"devtail.openai.eA\"} | disabled"
      })
  void aRoundOfToolsGoesOnAsItHasBegun(String first, String type) {
    String body =
        """
        {"thinking":{"type":"adaptive"},"max_tokens":9000,"messages":[{"role":"user","content":"x"},
        {"role":"assistant","content":[%s,{"type":"tool_use","id":"t","name":"n","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t"}]}]}
        """
            .formatted(first);
    assertThat(fitted(body, "claude-sonnet-4-5")).contains("{\"type\":\"%s\"".formatted(type));
  }

  @Test
  void aBudgetIsTakenBackWhereTheRoundsOwnThinkingIsCutOut() {
    String body =
        """
        {"thinking":{"type":"enabled","budget_tokens":2000},"max_tokens":9000,"messages":[
        {"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"%s"},
        {"type":"tool_use","id":"t","name":"n","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t"}]}]}
        """;
    assertThat(fitted(body.formatted("devtail.openai.eA"), "claude-sonnet-4-5"))
        .contains("{\"type\":\"disabled\"}")
        .doesNotContain("devtail.");
    assertThat(fitted(body.formatted("EqQB"), "claude-sonnet-4-5"))
        .isEqualTo(body.formatted("EqQB"));
  }

  @Test
  void aNewerModelIsGivenNoBudget() {
    assertThat(
            fitted(
                "{\"thinking\": {\"budget_tokens\":2000,\"type\":\"enabled\"}, \"messages\":[]}",
                "claude-opus-4-7"))
        .isEqualTo("{\"thinking\": {\"type\":\"adaptive\"}, \"messages\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[F] | -",
        "[F,F] | -",
        "[T] | [T]",
        "[F,T] | [T]",
        "[T , F] | [T]",
        "[T,F , T] | [T,T]",
        "[ F, F,T, F,F,T ,F ] | [ T, T ]",
        "[T,F,F,T] | [T,T]"
      })
  void thinkingOfOtherProvidersIsCutOut(String blocks, String left) {
    String foreign =
        "{\"type\":\"thinking\",\"thinking\":\"T F\",\"signature\":\"devtail.gemini.\"}";
    String own = "{\"type\":\"text\",\"text\":\"devtail.\"}";
    String message = "{\"role\":\"assistant\",\"content\":%s}";
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"},%s], \"x\":1.0}";
    String with = blocks.replace("F", "FF").replace("T", own).replace("FF", foreign);
    String expected =
        left.equals("-")
            ? body.replace(",%s", "")
            : body.formatted(message.formatted(left.replace("T", own)));
    assertThat(fitted(body.formatted(message.formatted(with)), "claude-opus-4-6"))
        .isEqualTo(expected);
  }

  /** Whatever comes: a fitting body, or a word that it is none. */
  @Test
  void nonsenseIsRefusedOrLeft() {
    byte[] request =
        REQUEST
            .replace("\"devtail\"", "[{\"type\":\"thinking\",\"signature\":\"devtail.x\"},{}]")
            .getBytes(StandardCharsets.UTF_8);
    JsonMapper json = JsonMapper.shared();
    int refused = 0;
    for (int seed = 0; seed < 5000; seed++) {
      Random random = new Random(seed);
      byte[] body = request.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        body[random.nextInt(body.length)] = (byte) "{}[],:\"1e \\x".charAt(random.nextInt(12));
      }
      if (random.nextInt(10) == 0) {
        body = Arrays.copyOf(body, random.nextInt(body.length));
      }
      try {
        byte[] fitted = MessagesFitting.fit(body, "claude-haiku-4-5").body();
        if (isJson(json, body)) {
          assertThat(isJson(json, fitted)).as("seed %d", seed).isTrue();
        }
      } catch (MalformedRequestException malformed) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  private static boolean isJson(JsonMapper json, byte[] body) {
    try {
      return json.readTree(body).isObject();
    } catch (JacksonException malformed) {
      return false;
    }
  }
}
