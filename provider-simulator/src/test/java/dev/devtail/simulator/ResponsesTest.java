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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ResponsesTest {

  private static ProviderSimulator simulator;
  private static Client client;

  @BeforeAll
  static void start() {
    simulator =
        ProviderSimulator.start(
            Script.always(
                Answer.of(
                        new Block.Thinking("I look."),
                        new Block.Text("Let me look at the file."),
                        new Block.ToolCall("read", Client.JSON.createObjectNode().put("path", "a")))
                    .withTokens(new Tokens(100, 900, 0, 0, 50, 20, 0))));
    client = new Client(simulator);
  }

  @AfterAll
  static void stop() {
    client.close();
    simulator.close();
  }

  private static HttpResponse<String> ask(String body) throws Exception {
    return client.post(Provider.OPENAI, "/responses", body.replace('\'', '"'));
  }

  @Test
  void aStreamLeadsToTheWhole() throws Exception {
    String hello = "{'model':'gpt-5.2','input':'Hi','reasoning':{'summary':'auto'}%s}";
    JsonNode whole = Client.JSON.readTree(ask(hello.formatted("")).body());
    assertThat(whole.path("status").asString()).isEqualTo("completed");
    assertThat(whole.path("output").valueStream().map(item -> item.path("type").asString()))
        .containsExactly("reasoning", "message", "function_call");
    assertThat(whole.path("usage").path("input_tokens_details").path("cached_tokens").asInt())
        .isEqualTo(900);
    assertThat(whole.path("usage").path("output_tokens_details").path("reasoning_tokens").asInt())
        .isEqualTo(20);

    List<JsonNode> events = Client.events(ask(hello.formatted(",'stream':true")).body());
    assertThat(events.stream().map(event -> event.path("sequence_number").asInt()))
        .containsExactlyElementsOf(IntStream.range(0, events.size()).boxed().toList());
    assertThat(deltas(events, "response.output_text.delta")).isEqualTo("Let me look at the file.");
    assertThat(deltas(events, "response.reasoning_summary_text.delta")).isEqualTo("I look.");
    assertThat(deltas(events, "response.function_call_arguments.delta"))
        .isEqualTo("{\"path\":\"a\"}");
    JsonNode last = events.getLast();
    assertThat(last.path("type").asString()).isEqualTo("response.completed");
    assertThat(
            last.path("response")
                .path("output")
                .toString()
                .replaceAll("\"(id|call_id)\":\"[^\"]*\"", ""))
        .isEqualTo(whole.path("output").toString().replaceAll("\"(id|call_id)\":\"[^\"]*\"", ""));
  }

  private static String deltas(List<JsonNode> events, String type) {
    return events.stream()
        .filter(event -> event.path("type").asString().equals(type))
        .map(event -> event.path("delta").asString())
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "'input':'a' | Missing required parameter: 'model'.",
        "'model':'gpt-5.2' | Missing required parameter: 'input'.",
        "'model':'gpt-5.2','input':'a','messages':[] | Unknown parameter: 'messages'.",
        "'model':'gpt-5.2','input':'a','previous_response_id':'r' | Previous response with id 'r' not found.",
        "'model':'gpt-5.2','input':'a','max_output_tokens':1 | Invalid 'max_output_tokens': integer below minimum value.",
        "'model':'gpt-5.2','input':'a','tools':[{'type':'function','function':{'name':'f'}}] | Missing required parameter: 'tools[0].name'.",
        "'model':'gpt-5.2','input':[{'role':'user','content':[{'type':'text','text':'a'}]}] | Invalid value: 'text'. Supported values are: input_audio",
        "'model':'gpt-5.2','input':[{'type':'function_call','call_id':'c','name':'f','arguments':'{}'}] | No tool output found for function call c.",
        "'model':'gpt-5.2','input':[{'type':'function_call_output','call_id':'c','output':'x'}] | No tool call found for function call output with call_id c.",
        "'model':'gpt-5.2','input':[{'type':'reasoning','id':'rs','summary':[],'encrypted_content':'Zm9v'}] | The encrypted content for item rs could not be verified.",
      })
  void whatIsMissingOrWrongIsNamed(String fields, String complaint) throws Exception {
    HttpResponse<String> answer = ask("{" + fields + "}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Client.JSON.readTree(answer.body()).path("error").path("message").asString())
        .startsWith(complaint);
  }
}
