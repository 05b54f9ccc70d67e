package dev.devtail.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Block;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import dev.devtail.simulator.script.Tokens;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ChatCompletionsTest {

  private static final String HELLO =
      "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  private static final Answer TWO_TOOLS =
      Answer.of(
              new Block.Thinking("Both."),
              new Block.Text("I look at the two of them."),
              new Block.ToolCall("read", Client.JSON.createObjectNode().put("path", "a.txt")),
              new Block.ToolCall("read", Client.JSON.createObjectNode().put("path", "b.txt")))
          .withTokens(new Tokens(100, 900, 0, 0, 50, 20, 0));

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

  @BeforeEach
  void reset() {
    simulator.script(Script.ECHO);
  }

  private static HttpResponse<String> ask(Provider provider, String body, String... headers)
      throws Exception {
    return client.post(provider, "/chat/completions", body, headers);
  }

  private static JsonNode error(Provider provider, String body) throws Exception {
    HttpResponse<String> answer = ask(provider, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return Client.JSON.readTree(answer.body()).path("error");
  }

  @Test
  void withoutAScriptItSaysWhatItWasTold() throws Exception {
    JsonNode completion = Client.JSON.readTree(ask(Provider.OPENAI, HELLO).body());
    JsonNode choice = completion.path("choices").path(0);
    assertThat(choice.path("message").path("content").asString()).isEqualTo("You said: Hi");
    assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
  }

  @Test
  void aStreamHoldsWhatTheWholeHolds() throws Exception {
    simulator.script(Script.always(TWO_TOOLS));
    String body =
        ask(
                Provider.OPENAI,
                HELLO.replace(
                    "}]}", "}],\"stream\":true,\"stream_options\":{\"include_usage\":true}}"))
            .body();
    List<JsonNode> chunks = Client.events(body);
    assertThat(body).endsWith("data: [DONE]\n\n");
    assertThat(chunks.getFirst().path("choices").path(0).path("delta").path("role").asString())
        .isEqualTo("assistant");
    assertThat(joined(chunks, "content")).isEqualTo("I look at the two of them.");
    for (int call = 0; call < 2; call++) {
      int index = call;
      List<JsonNode> pieces =
          chunks.stream()
              .map(chunk -> chunk.path("choices").path(0).path("delta").path("tool_calls").path(0))
              .filter(piece -> piece.path("index").asInt(-1) == index)
              .toList();
      assertThat(pieces.getFirst().path("id").asString()).startsWith("call_");
      assertThat(
              pieces.stream()
                  .map(piece -> piece.path("function").path("arguments").asString())
                  .collect(Collectors.joining()))
          .isEqualTo("{\"path\":\"%s.txt\"}", call == 0 ? "a" : "b");
    }
    assertThat(
            chunks.get(chunks.size() - 2).path("choices").path(0).path("finish_reason").asString())
        .isEqualTo("tool_calls");
    JsonNode last = chunks.getLast();
    assertThat(last.path("choices").isEmpty()).isTrue();
    assertThat(last.path("usage").path("prompt_tokens").asInt()).isEqualTo(1000);
    assertThat(last.path("usage").path("prompt_tokens_details").path("cached_tokens").asInt())
        .isEqualTo(900);
    assertThat(body).doesNotContain("Both.");
  }

  private static String joined(List<JsonNode> chunks, String field) {
    return chunks.stream()
        .map(chunk -> chunk.path("choices").path(0).path("delta").path(field))
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .collect(Collectors.joining());
  }

  @Test
  void usageIsToldInAStreamOnlyWhereItIsAskedFor() throws Exception {
    assertThat(ask(Provider.OPENAI, HELLO.replace("}]}", "}],\"stream\":true}")).body())
        .doesNotContain("usage");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "'model':'gpt-4.1' | messages | Missing required parameter: 'messages'.",
        "'model':'gpt-4.1','messages':[] | messages | Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        "'model':'gpt-4.1','messages':[{'role':'bot','content':''}] | messages[0].role | Invalid value: 'bot'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
        "'model':'gpt-4.1','messages':[{'role':'user','content':[{'type':'image'}]}] | messages[0].content[0].type | Invalid value: 'image'. Supported values are: file, image_url, input_audio, text.",
        "'model':'gpt-4.1','messages':[{'role':'user','content':'a'}],'thinking':{} | thinking | Unknown parameter: 'thinking'.",
        "'model':'gpt-5.2','messages':[{'role':'user','content':'a'}],'max_tokens':5 | max_tokens | Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        "'model':'gpt-4.1','messages':[{'role':'user','content':'a'}],'tools':[{'type':'function','function':{'name':'a b'}}] | tools[0].function.name | Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
        "'model':'gpt-4.1','messages':[{'role':'user','content':'a'}],'stream_options':{} | stream_options | The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      })
  void whatIsMissingOrWrongIsNamed(String fields, String param, String complaint) throws Exception {
    JsonNode error = error(Provider.OPENAI, "{" + fields.replace('\'', '"') + "}");
    assertThat(error.path("message").asString()).isEqualTo(complaint);
    assertThat(error.path("param").asString()).isEqualTo(param);
    assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
  }

  private static String messages(String messages) {
    return "{\"model\":\"gpt-4.1\",\"messages\":[" + messages.replace('\'', '"') + "]}";
  }

  @Test
  void callsAndResultsBelongTogether() throws Exception {
    String call =
        "{'role':'user','content':'a'},{'role':'assistant','content':null,'tool_calls':[{'id':'%s',"
            + "'type':'function','function':{'name':'f','arguments':%s}}]}";
    String result = ",{'role':'tool','tool_call_id':'%s','content':'x'}";
    assertThat(
            error(Provider.OPENAI, messages(call.formatted("c", "'{}'")))
                .path("message")
                .asString())
        .contains("must be followed by tool messages")
        .endsWith("response messages: c");
    assertThat(
            error(
                    Provider.OPENAI,
                    messages("{'role':'user','content':'a'}" + result.formatted("c")))
                .path("message")
                .asString())
        .contains("must be a response to a preceeding message with 'tool_calls'");
    assertThat(
            error(Provider.OPENAI, messages(call.formatted("c", "{}") + result.formatted("c")))
                .path("code")
                .asString())
        .isEqualTo("invalid_type");
    String longId = "c".repeat(41);
    assertThat(
            error(
                    Provider.OPENAI,
                    messages(call.formatted(longId, "'{}'") + result.formatted(longId)))
                .path("code")
                .asString())
        .isEqualTo("string_above_max_length");
    assertThat(
            ask(Provider.OPENAI, messages(call.formatted("c", "'{}'") + result.formatted("c")))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void keysAndModelsAreChecked() throws Exception {
    HttpResponse<String> wrong = ask(Provider.OPENAI, HELLO, "authorization", "Bearer sk-other");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("\"code\":\"invalid_api_key\"").doesNotContain("sk-other");
    assertThat(ask(Provider.OPENAI, HELLO.replace("gpt-4.1", "claude-sonnet-4-6")).statusCode())
        .isEqualTo(404);
    assertThat(client.get(Provider.OPENAI, "/models").body()).contains("gpt-4.1");
  }

  @Test
  void deepSeekShowsWhatItThinksAndWantsItBack() throws Exception {
    simulator.script(Script.always(TWO_TOOLS));
    String hello = HELLO.replace("gpt-4.1", "deepseek-chat");
    JsonNode completion = Client.JSON.readTree(ask(Provider.DEEPSEEK, hello).body());
    JsonNode message = completion.path("choices").path(0).path("message");
    assertThat(message.path("reasoning_content").asString()).isEqualTo("Both.");
    assertThat(completion.path("usage").path("prompt_cache_hit_tokens").asInt()).isEqualTo(900);
    assertThat(completion.path("usage").path("prompt_cache_miss_tokens").asInt()).isEqualTo(100);

    JsonNode last =
        Client.events(ask(Provider.DEEPSEEK, hello.replace("}]}", "}],\"stream\":true}")).body())
            .getLast();
    assertThat(last.path("choices").path(0).path("finish_reason").asString())
        .isEqualTo("tool_calls");
    assertThat(last.path("usage").path("prompt_cache_hit_tokens").asInt()).isEqualTo(900);

    String loop =
        messages(
                "{'role':'user','content':'a'},{'role':'assistant','content':'',%s'tool_calls':[{"
                    + "'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                    + "{'role':'tool','tool_call_id':'c','content':'x'}")
            .replace("gpt-4.1", "deepseek-chat");
    assertThat(error(Provider.DEEPSEEK, loop.formatted("")).path("message").asString())
        .contains("reasoning_content");
    assertThat(ask(Provider.DEEPSEEK, loop.formatted("\"reasoning_content\":\"\",")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void openRouterCommentsWhileItWorks() throws Exception {
    simulator.script(Script.always(TWO_TOOLS));
    String body =
        ask(
                Provider.OPENROUTER,
                HELLO
                    .replace("gpt-4.1", "deepseek/deepseek-chat")
                    .replace("}]}", "}],\"stream\":true}"))
            .body();
    assertThat(body).startsWith(": OPENROUTER PROCESSING\n\n");
    List<JsonNode> chunks = Client.events(body);
    assertThat(joined(chunks, "reasoning")).isEqualTo("Both.");
    assertThat(chunks.getLast().path("choices")).hasSize(1);
    assertThat(chunks.getLast().path("usage").path("prompt_tokens").asInt()).isEqualTo(1000);
  }
}
