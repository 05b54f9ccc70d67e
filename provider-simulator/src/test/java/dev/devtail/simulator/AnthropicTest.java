package dev.devtail.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Block;
import dev.devtail.simulator.script.Match;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import dev.devtail.simulator.script.Stop;
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

class AnthropicTest {

  private static final String HEAD = "{\"model\":\"claude-sonnet-4-6\",\"max_tokens\":4096,";
  private static final String HELLO =
      HEAD + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

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
    simulator.reset();
  }

  private static HttpResponse<String> ask(String body, String... headers) throws Exception {
    return client.post(Provider.ANTHROPIC, "/v1/messages", body, headers);
  }

  private static String complaint(String body) throws Exception {
    HttpResponse<String> answer = ask(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode error = Client.JSON.readTree(answer.body());
    assertThat(error.path("type").asString()).isEqualTo("error");
    assertThat(error.path("error").path("type").asString()).isEqualTo("invalid_request_error");
    return error.path("error").path("message").asString();
  }

  private static String complaintOfMessages(String messages) throws Exception {
    return complaint(HEAD + "\"messages\":[" + messages.replace('\'', '"') + "]}");
  }

  @Test
  void withoutAScriptItSaysWhatItWasTold() throws Exception {
    JsonNode message = Client.JSON.readTree(ask(HELLO).body());
    assertThat(message.path("content").path(0).path("text").asString()).isEqualTo("You said: Hi");
    assertThat(message.path("stop_reason").asString()).isEqualTo("end_turn");
    assertThat(message.path("usage").path("input_tokens").asInt()).isEqualTo(1);
    assertThat(message.path("usage").path("output_tokens").asInt()).isEqualTo(3);

    Received received = simulator.received().getFirst();
    assertThat(received.path()).isEqualTo("/v1/messages");
    assertThat(received.bodyText()).isEqualTo(HELLO);
    assertThat(received.header("anthropic-version")).isEqualTo("2023-06-01");
    assertThat(received.status()).isEqualTo(200);
    await().until(() -> simulator.received().getFirst().ending() == Ending.ANSWERED);
  }

  @Test
  void aStreamHoldsWhatTheWholeHolds() throws Exception {
    simulator.script(
        Script.always(
            Answer.of(
                    new Block.Thinking("Let me see what is in there."),
                    new Block.Text("I look at the file: \uD83D\uDE00 here it comes."),
                    new Block.ToolCall("Read", Client.JSON.createObjectNode().put("path", "a.txt")))
                .withTokens(new Tokens(10, 2000, 30, 40, 50, 7, 0))));
    String asked = HELLO.replace("}]}", "}],\"thinking\":{\"type\":\"adaptive\"}");
    JsonNode whole = Client.JSON.readTree(ask(asked + "}").body());
    List<JsonNode> events = Client.events(ask(asked + ",\"stream\":true}").body());

    assertThat(events.stream().map(event -> event.path("type").asString()).distinct())
        .containsExactly(
            "message_start",
            "content_block_start",
            "ping",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    assertThat(joined(events, "thinking")).isEqualTo("Let me see what is in there.");
    assertThat(joined(events, "signature"))
        .isEqualTo(whole.path("content").path(0).path("signature").asString())
        .isNotEmpty();
    assertThat(joined(events, "text"))
        .isEqualTo(whole.path("content").path(1).path("text").asString());
    assertThat(Client.JSON.readTree(joined(events, "partial_json")))
        .isEqualTo(whole.path("content").path(2).path("input"));
    assertThat(whole.path("stop_reason").asString()).isEqualTo("tool_use");
    JsonNode used = events.get(events.size() - 2).path("usage");
    assertThat(used.path("output_tokens").asInt()).isEqualTo(50);
    assertThat(used.path("cache_creation_input_tokens").asInt()).isEqualTo(70);
    assertThat(whole.path("usage").path("cache_creation").path("ephemeral_1h_input_tokens").asInt())
        .isEqualTo(40);
  }

  private static String joined(List<JsonNode> events, String field) {
    return events.stream()
        .map(event -> event.path("delta").path(field))
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .collect(Collectors.joining());
  }

  @Test
  void thinkingIsSignedAndItsSignatureIsAskedFor() throws Exception {
    simulator.script(Script.always(Answer.of(new Block.Thinking("Hm."), new Block.Text("Yes."))));
    JsonNode content =
        Client.JSON
            .readTree(
                ask(HELLO.replace(
                        "}]}", "}],\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"}}"))
                    .body())
            .path("content");
    assertThat(content.path(0).path("thinking").asString()).isEmpty();
    String signature = content.path(0).path("signature").asString();
    String turns =
        "{'role':'user','content':'Hi'},{'role':'assistant','content':[{'type':'thinking',"
            + "'thinking':'%s'%s},{'type':'text','text':'Yes.'}]},{'role':'user','content':'And?'}";

    String signed = ",'signature':'" + signature + "'";
    assertThat(
            ask(HEAD + "\"messages\":[" + turns.formatted("", signed).replace('\'', '"') + "]}")
                .statusCode())
        .isEqualTo(200);
    assertThat(complaintOfMessages(turns.formatted("", "")))
        .isEqualTo("messages.1.content.0.thinking.signature: Field required");
    assertThat(complaintOfMessages(turns.formatted("", ",'signature':'Zm9v'")))
        .isEqualTo("messages.1.content.0: Invalid `signature` in `thinking` block");
    assertThat(complaintOfMessages(turns.formatted("Hm!", signed))).contains("cannot be modified");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "'max_tokens':1 | messages: Field required",
        "'messages':[{'role':'user','content':'a'}] | max_tokens: Field required",
        "'max_tokens':1,'messages':[] | messages: at least one message is required",
        "'max_tokens':0,'messages':[] | max_tokens: Input should be greater than or equal to 1",
        "'max_tokens':1,'messages':[],'n':1 | n: Extra inputs are not permitted",
        "'max_tokens':1,'messages':[{'role':'assistant','content':'a'}] | messages: first message must use the \"user\" role",
        "'max_tokens':1,'messages':[{'role':'tool','content':'a'}] | messages.0.role: Input should be 'user' or 'assistant'",
        "'max_tokens':1,'messages':[{'role':'user','content':[{'type':'text','text':''}]}] | messages: text content blocks must be non-empty",
        "'max_tokens':1,'messages':[{'role':'user','content':'a'}],'tools':[{'name':'t'}] | tools.0.custom.input_schema: Field required",
        "'max_tokens':1,'messages':[{'role':'user','content':'a'}],'temperature':2 | temperature: range: 0..1",
        "'max_tokens':2000,'messages':[],'thinking':{'type':'enabled','budget_tokens':100} | thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
        "'max_tokens':1024,'messages':[],'thinking':{'type':'enabled','budget_tokens':1024} | `max_tokens` must be greater than `thinking.budget_tokens`.",
      })
  void whatIsMissingOrWrongIsNamed(String fields, String complaint) throws Exception {
    assertThat(complaint("{\"model\":\"claude-sonnet-4-6\"," + fields.replace('\'', '"') + "}"))
        .isEqualTo(complaint);
  }

  @Test
  void whatIsUnknownTodayIsTakenByALenientScript() throws Exception {
    String tomorrow = HELLO.replace("}]}", "}],\"of_tomorrow\":1}");
    assertThat(complaint(tomorrow)).isEqualTo("of_tomorrow: Extra inputs are not permitted");
    simulator.script(Script.ECHO.lenient());
    assertThat(ask(tomorrow).statusCode()).isEqualTo(200);
  }

  @Test
  void thinkingIsNotCombinedWithWhatExcludesIt() throws Exception {
    String thinking = "}],\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},%s}";
    String tools =
        "\"tools\":[{\"name\":\"t\",\"input_schema\":{\"type\":\"object\"}}],"
            + "\"tool_choice\":{\"type\":\"any\"}";
    assertThat(complaint(HELLO.replace("}]}", thinking.formatted(tools))))
        .isEqualTo("Thinking may not be enabled when tool_choice forces tool use.");
    assertThat(complaint(HELLO.replace("}]}", thinking.formatted("\"temperature\":0"))))
        .startsWith("`temperature` may only be set to 1 when thinking is enabled");

    String loop =
        "{'role':'user','content':'a'},{'role':'assistant','content':[{'type':'tool_use','id':'t',"
            + "'name':'t','input':{}}]},{'role':'user','content':[{'type':'tool_result',"
            + "'tool_use_id':'t'}]}],'thinking':{'type':'enabled','budget_tokens':1024";
    assertThat(complaint(HEAD + "\"messages\":[" + loop.replace('\'', '"') + "}}"))
        .startsWith("messages.1.content.0.type: Expected `thinking` or `redacted_thinking`");
  }

  @Test
  void fourBlocksAreCachedAtMost() throws Exception {
    String block = "{'type':'text','text':'a','cache_control':{'type':'ephemeral'}}";
    assertThat(
            complaintOfMessages(
                "{'role':'user','content':["
                    + String.join(",", List.of(block, block, block, block, block))
                    + "]}"))
        .isEqualTo("A maximum of 4 blocks with cache_control may be provided. Found 5.");
  }

  @Test
  void aSearchOfTheProvidersOwnComesWithItsResult() throws Exception {
    simulator.script(
        Script.always(
            Answer.of(new Block.WebSearch("java", "Java", "https://example.org"))
                .withTokens(new Tokens(1, 0, 0, 0, 1, 0, 1))));
    JsonNode message = Client.JSON.readTree(ask(HELLO).body());
    assertThat(message.path("content").valueStream().map(block -> block.path("type").asString()))
        .containsExactly("server_tool_use", "web_search_tool_result");
    assertThat(message.path("stop_reason").asString()).isEqualTo("end_turn");
    assertThat(message.path("usage").path("server_tool_use").path("web_search_requests").asInt())
        .isEqualTo(1);
  }

  @Test
  void unknownKindsOfContentAreRefused() throws Exception {
    assertThat(complaintOfMessages("{'role':'user','content':[{'type':'image_url'}]}"))
        .startsWith(
            "messages.0.content.0: Input tag 'image_url' found using 'type' does not match");
  }

  @Test
  void callsAndResultsBelongTogether() throws Exception {
    String call =
        "{'role':'user','content':'a'},{'role':'assistant','content':[{'type':'tool_use','id':'%s',"
            + "'name':'t','input':{}}]}";
    String result =
        ",{'role':'user','content':[{'type':'tool_result','tool_use_id':'%s','content':'x'}]}";
    assertThat(complaintOfMessages(call.formatted("t1") + ",{'role':'user','content':'b'}"))
        .startsWith("messages.1: `tool_use` ids were found without `tool_result` blocks")
        .contains("t1");
    assertThat(complaintOfMessages(call.formatted("t1")))
        .contains("`tool_use` ids were found without");
    assertThat(complaintOfMessages(call.formatted("t1") + result.formatted("t2")))
        .startsWith("messages.2.content.0: unexpected `tool_use_id` found");
    assertThat(complaintOfMessages("{'role':'user','content':'a'}" + result.formatted("t2")))
        .startsWith("messages.1.content.0: unexpected `tool_use_id` found");
    assertThat(complaintOfMessages(call.formatted("no good") + result.formatted("no good")))
        .isEqualTo(
            "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
    assertThat(
            ask(HEAD
                    + "\"messages\":["
                    + (call.formatted("t1") + result.formatted("t1")).replace('\'', '"')
                    + "]}")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void haikuThinksOnABudgetOnly() throws Exception {
    String haiku = HELLO.replace("claude-sonnet-4-6", "claude-haiku-4-5-20251001");
    assertThat(complaint(haiku.replace("}]}", "}],\"thinking\":{\"type\":\"adaptive\"}}")))
        .isEqualTo("adaptive thinking is not supported on this model");
    assertThat(complaint(haiku.replace("}]}", "}],\"output_config\":{\"effort\":\"low\"}}")))
        .isEqualTo("This model does not support the effort parameter.");
    assertThat(
            ask(haiku.replace(
                    "}]}", "}],\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}"))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aModelOfAnotherProviderIsNotFound() throws Exception {
    HttpResponse<String> answer = ask(HELLO.replace("claude-sonnet-4-6", "gpt-5.2"));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .contains("\"error\":{\"type\":\"not_found_error\",\"message\":\"model: gpt-5.2\"}");
  }

  @Test
  void keysAreCheckedWhicheverWayTheyCome() throws Exception {
    HttpResponse<String> wrong = ask(HELLO, "x-api-key", "sk-other");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body())
        .contains(
            "\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key\"}");
    assertThat(ask(HELLO, "x-api-key", "", "authorization", "Bearer nobody").body())
        .contains("Invalid bearer token");
    assertThat(
            ask(HELLO, "x-api-key", "", "authorization", "Bearer " + ProviderSimulator.KEY)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void tokensAreCountedAndModelsListed() throws Exception {
    HttpResponse<String> count =
        client.post(
            Provider.ANTHROPIC,
            "/v1/messages/count_tokens",
            "{\"model\":\"claude-sonnet-4-6\",\"messages\":[{\"role\":\"user\",\"content\":\"12345678\"}]}");
    assertThat(count.body()).isEqualTo("{\"input_tokens\":2}");
    assertThat(client.get(Provider.ANTHROPIC, "/v1/models").body()).contains("claude-opus-4-6");
    assertThat(client.get(Provider.ANTHROPIC, "/v1/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void rulesAskForWhatWasSaidAndWhatToolsGaveBack() throws Exception {
    simulator.script(
        Script.ECHO
            .rule(Match.afterTool("Read"), Answer.text("It holds: ${result}"))
            .rule(
                Match.text("write (?<what>\\w+) to (\\S+)"),
                Answer.call("Write", "{\"path\":\"${2}\",\"lines\":[\"${what}\"]}"))
            .rule(Match.ANY, Answer.text("No.").withStop(Stop.REFUSAL)));
    JsonNode call =
        Client.JSON.readTree(ask(HELLO.replace("Hi", "Please write this to a.txt")).body());
    assertThat(call.path("content").path(0).path("input").toString())
        .isEqualTo("{\"path\":\"a.txt\",\"lines\":[\"this\"]}");

    String turns =
        "{'role':'user','content':'a'},{'role':'assistant','content':[{'type':'tool_use','id':'t',"
            + "'name':'Read','input':{}}]},{'role':'user','content':[{'type':'tool_result',"
            + "'tool_use_id':'t','content':[{'type':'text','text':'two lines'}]},"
            + "{'type':'text','text':'<system-reminder>be kind</system-reminder>'}]}";
    assertThat(ask(HEAD + "\"messages\":[" + turns.replace('\'', '"') + "]}").body())
        .contains("It holds: two lines");
    assertThat(ask(HELLO).body()).contains("\"stop_reason\":\"refusal\"");
  }
}
