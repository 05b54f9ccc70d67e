package dev.devtail.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Block;
import dev.devtail.simulator.script.Pace;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import dev.devtail.simulator.script.Stop;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What holds for each of them. */
class AllProvidersTest {

  private static final int ANSWERS = 40;
  private static final String LETTERS = "ab \n\"\\{}äé漢\uD83D\uDE00";

  private static ProviderSimulator simulator;
  private static Client client;

  @BeforeAll
  static void start() {
    simulator = ProviderSimulator.start(Script.ECHO);
    client = new Client(simulator);
  }

  @AfterAll
  static void stop() {
    client.close();
    simulator.close();
  }

  private static String body(Provider provider, boolean stream) {
    return switch (provider) {
      case ANTHROPIC ->
          "{\"model\":\"claude-sonnet-4-6\",\"max_tokens\":9,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
              .formatted(stream);
      case GEMINI -> "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";
      case OPENAI, DEEPSEEK, OPENROUTER, OLLAMA ->
          "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
              .formatted(
                  switch (provider) {
                    case DEEPSEEK -> "deepseek-chat";
                    case OPENROUTER -> "qwen/qwen3";
                    case OLLAMA -> "qwen3:8b";
                    default -> "gpt-4.1";
                  },
                  stream);
    };
  }

  private static String path(Provider provider, boolean stream) {
    return switch (provider) {
      case ANTHROPIC -> "/v1/messages";
      case GEMINI ->
          "/v1beta/models/gemini-2.5-pro:"
              + (stream ? "streamGenerateContent?alt=sse" : "generateContent");
      case OLLAMA -> "/api/chat";
      case OPENAI, DEEPSEEK, OPENROUTER -> "/chat/completions";
    };
  }

  private static HttpResponse<String> ask(Provider provider, boolean stream, String... headers)
      throws Exception {
    return client.post(provider, path(provider, stream), body(provider, stream), headers);
  }

  /** Text, and input of tools as text, wherever the protocol has it. */
  private static String said(List<JsonNode> answers) {
    StringBuilder said = new StringBuilder();
    answers.forEach(answer -> collect(answer, said));
    return said.toString();
  }

  private static void collect(JsonNode node, StringBuilder said) {
    node.properties()
        .forEach(
            field -> {
              boolean text =
                  List.of("text", "content", "partial_json", "arguments").contains(field.getKey());
              boolean whole = List.of("input", "args", "arguments").contains(field.getKey());
              if (text && field.getValue().isString()) {
                said.append(field.getValue().asString());
              } else if (whole && !field.getValue().isEmpty()) {
                said.append(field.getValue());
              } else {
                collect(field.getValue(), said);
              }
            });
    if (node.isArray()) {
      node.forEach(element -> collect(element, said));
    }
  }

  private static String random(SplittableRandom dice) {
    StringBuilder text = new StringBuilder();
    for (int left = dice.nextInt(1, 60); left > 0; left--) {
      int at = dice.nextInt(LETTERS.codePointCount(0, LETTERS.length()));
      text.appendCodePoint(LETTERS.codePointAt(LETTERS.offsetByCodePoints(0, at)));
    }
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource
  void aStreamSaysWhatTheWholeSays(Provider provider) throws Exception {
    for (int seed = 0; seed < ANSWERS; seed++) {
      SplittableRandom dice = new SplittableRandom(seed);
      List<Block> blocks = new ArrayList<>(List.of(new Block.Text(random(dice))));
      for (int tools = dice.nextInt(3); tools > 0; tools--) {
        blocks.add(
            new Block.ToolCall("t", Client.JSON.createObjectNode().put("value", random(dice))));
      }
      simulator.script(
          Script.always(new Answer(blocks, Stop.DONE, null))
              .withPace(new Pace(Duration.ZERO, 0, dice.nextInt(1, 20))));
      List<JsonNode> whole = List.of(Client.JSON.readTree(ask(provider, false).body()));
      String stream = ask(provider, true).body();
      List<JsonNode> events =
          provider == Provider.OLLAMA
              ? stream.lines().map(Client.JSON::readTree).toList()
              : Client.events(stream);
      assertThat(said(events)).as("seed %d", seed).isEqualTo(said(whole)).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void faultsAreInTheProvidersWords(Provider provider) throws Exception {
    simulator.script(Script.always(Answer.text("Some words are said here.")));
    HttpResponse<String> limited = ask(provider, true, "x-simulate-fault", "429:retry-after=3");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).hasValue("3");
    assertThat(Client.JSON.readTree(limited.body()).has("error")).isTrue();
    assertThat(ask(provider, true, "x-simulate-fault", "529").statusCode())
        .isEqualTo(provider == Provider.ANTHROPIC ? 529 : 503);
    assertThat(ask(provider, true, "x-simulate-fault", "error-event:after-first-token").body())
        .containsOnlyOnce("\"error\":")
        .doesNotContain("here.");
    assertThat(ask(provider, true, "x-simulate-fault", "unknown, comments, malformed").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatIsNoJsonIsRefused(Provider provider) throws Exception {
    HttpResponse<String> answer =
        client.post(provider, path(provider, false), "{\"model\": nonsense");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.JSON.readTree(answer.body()).has("error")).isTrue();
  }
}
