package dev.devtail.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Block;
import dev.devtail.simulator.script.Match;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import dev.devtail.simulator.script.Tokens;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GeminiTest {

  private static final String MODEL = "/v1beta/models/gemini-3-pro-preview";
  private static final String HELLO = contents("{'role':'user','parts':[{'text':'Hi'}]}");

  private static final Answer TWO_CALLS =
      Answer.of(
              new Block.Thinking("Both."),
              new Block.Text("I look at the two of them."),
              new Block.ToolCall("read", Client.JSON.createObjectNode().put("path", "a")),
              new Block.ToolCall("read", Client.JSON.createObjectNode().put("path", "b")))
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

  private static String contents(String contents) {
    return "{\"contents\":[" + contents.replace('\'', '"') + "]}";
  }

  private static HttpResponse<String> ask(String body) throws Exception {
    return client.post(Provider.GEMINI, MODEL + ":generateContent", body);
  }

  private static String complaint(String body) throws Exception {
    HttpResponse<String> answer = ask(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode error = Client.JSON.readTree(answer.body()).path("error");
    assertThat(error.path("status").asString()).isEqualTo("INVALID_ARGUMENT");
    return error.path("message").asString();
  }

  @Test
  void callsHaveNoIdsAndTheFirstOneIsSigned() throws Exception {
    simulator.script(Script.always(TWO_CALLS));
    JsonNode answer = Client.JSON.readTree(ask(HELLO).body());
    JsonNode parts = answer.path("candidates").path(0).path("content").path("parts");
    assertThat(parts).hasSize(3);
    assertThat(parts.path(1).path("functionCall").toString())
        .isEqualTo("{\"name\":\"read\",\"args\":{\"path\":\"a\"}}");
    assertThat(parts.path(1).has("thoughtSignature")).isTrue();
    assertThat(parts.path(2).has("thoughtSignature")).isFalse();
    assertThat(answer.path("candidates").path(0).path("finishReason").asString()).isEqualTo("STOP");
    assertThat(answer.path("usageMetadata").toString())
        .isEqualTo(
            "{\"promptTokenCount\":1000,\"candidatesTokenCount\":30,\"totalTokenCount\":1050,"
                + "\"cachedContentTokenCount\":900,\"thoughtsTokenCount\":20}");
  }

  @Test
  void aStreamHoldsWhatTheWholeHolds() throws Exception {
    simulator.script(Script.always(TWO_CALLS));
    HttpResponse<String> stream =
        client.post(
            Provider.GEMINI,
            MODEL + ":streamGenerateContent?alt=sse",
            HELLO.replace(
                "}]}]",
                "}]}],\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}}"));
    assertThat(stream.headers().firstValue("content-type")).hasValue("text/event-stream");
    assertThat(stream.body()).contains("\r\n\r\n");
    List<JsonNode> chunks = Client.events(stream.body());
    StringBuilder said = new StringBuilder();
    StringBuilder thought = new StringBuilder();
    for (JsonNode chunk : chunks) {
      for (JsonNode part : chunk.path("candidates").path(0).path("content").path("parts")) {
        (part.path("thought").asBoolean(false) ? thought : said)
            .append(part.path("text").asString(""));
      }
    }
    assertThat(said).hasToString("I look at the two of them.");
    assertThat(thought).hasToString("Both.");
    assertThat(chunks.getLast().path("usageMetadata").path("thoughtsTokenCount").asInt())
        .isEqualTo(20);

    // Whoever forgets to ask for events gets a list.
    JsonNode list =
        Client.JSON.readTree(
            client.post(Provider.GEMINI, MODEL + ":streamGenerateContent", HELLO).body());
    assertThat(list.isArray()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{} | * GenerateContentRequest.contents: contents is not specified",
        "{'contents':[{'role':'assistant','parts':[{'text':'a'}]}]} | Please use a valid role: user, model.",
        "{'contents':[{'parts':[]}]} | * GenerateContentRequest.contents[0].parts: contents.parts must not be empty.",
        "{'contents':[{'parts':[{'type':'text'}]}]} | * GenerateContentRequest.contents[0].parts[0].data: required oneof field",
        "{'contents':[{'parts':[{'text':'a'}]}],'messages':[]} | Invalid JSON payload received. Unknown name \"messages\": Cannot find field.",
        "{'contents':[{'parts':[{'text':'a'}]}],'tools':[{'functionDeclarations':[{'name':'f','parameters':{'type':'object','$schema':'x'}}]}]} | Invalid JSON payload received. Unknown name \"$schema\" at 'tools[0].function_declarations[0].parameters'",
        "{'contents':[{'parts':[{'text':'a'}]}],'tools':[{'function_declarations':[{'name':'1'}]}]} | * GenerateContentRequest.tools[0].function_declarations[0].name: Invalid function name.",
      })
  void whatIsMissingOrWrongIsNamed(String body, String complaint) throws Exception {
    assertThat(complaint(body.replace('\'', '"'))).startsWith(complaint);
  }

  @Test
  void callsAndResponsesBelongTogether() throws Exception {
    String user = "{'role':'user','parts':[{'text':'a'}]},";
    String call = "{'role':'model','parts':[{'functionCall':{'name':'f','args':{}}%s}]}";
    String response =
        ",{'role':'user','parts':[{'functionResponse':{'name':'f','response':{'result':'x'}}}]}";
    String unsigned = user + call.formatted("") + response;
    assertThat(complaint(contents(unsigned)))
        .isEqualTo(
            "Function call `default_api:f` in the 2. content block is missing a"
                + " `thought_signature`.");
    assertThat(complaint(contents(user + call.formatted(",'thoughtSignature':'Zm9v'") + response)))
        .isEqualTo("Corrupted thought signature.");
    String signed = call.formatted(",'thoughtSignature':'skip_thought_signature_validator'");
    assertThat(complaint(contents(user + signed)))
        .contains("number of function response parts is equal");
    assertThat(complaint(contents(user + signed + ",{'role':'user','parts':[{'text':'b'}]}")))
        .contains("number of function response parts is equal");
    assertThat(complaint(contents(user.replace("},", "}") + response)))
        .contains("function response turn comes immediately after a function call turn");

    simulator.script(Script.ECHO.rule(Match.afterTool("f"), Answer.text("It said ${result}")));
    String packed =
        call.formatted(",'thoughtSignature':'c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I='");
    assertThat(ask(contents(user + packed + response)).body()).contains("It said x");
    assertThat(ask(contents(user + signed + response)).body()).contains("It said x");
    // A turn of long ago is not looked at.
    assertThat(
            ask(contents(
                    unsigned
                        + ",{'role':'model','parts':[{'text':'b'}]},"
                        + user.replace("},", "}")))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void keysAndModelsAreChecked() throws Exception {
    assertThat(
            client
                .post(Provider.GEMINI, MODEL + ":generateContent", HELLO, "x-goog-api-key", "other")
                .body())
        .contains("API key not valid. Please pass a valid API key.", "API_KEY_INVALID");
    HttpResponse<String> unknown =
        client.post(Provider.GEMINI, "/v1beta/models/gpt-5.2:generateContent", HELLO);
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("models/gpt-5.2 is not found for API version v1beta");
    assertThat(client.get(Provider.GEMINI, "/v1beta/models").body())
        .contains("models/gemini-3-pro-preview");
    assertThat(client.post(Provider.GEMINI, MODEL + ":countTokens", HELLO).body())
        .isEqualTo("{\"totalTokens\":1}");
  }
}
