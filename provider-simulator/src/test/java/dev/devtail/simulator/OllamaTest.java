package dev.devtail.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Block;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OllamaTest {

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
                    new Block.ToolCall("read", Client.JSON.createObjectNode().put("path", "a")))));
    client = new Client(simulator);
  }

  @AfterAll
  static void stop() {
    client.close();
    simulator.close();
  }

  private static HttpResponse<String> ask(String body) throws Exception {
    return client.post(Provider.OLLAMA, "/api/chat", body.replace('\'', '"'));
  }

  @Test
  void itStreamsLinesUnlessToldOtherwise() throws Exception {
    String hello =
        "{'model':'qwen3:8b','think':true,'messages':[{'role':'user','content':'Hi'}]%s}";
    HttpResponse<String> stream = ask(hello.formatted(""));
    assertThat(stream.headers().firstValue("content-type")).hasValue("application/x-ndjson");
    List<JsonNode> lines = stream.body().lines().map(Client.JSON::readTree).toList();
    assertThat(joined(lines, "thinking")).isEqualTo("I look.");
    assertThat(joined(lines, "content")).isEqualTo("Let me look at the file.");
    assertThat(lines)
        .anyMatch(
            line ->
                line.path("message")
                    .path("tool_calls")
                    .path(0)
                    .path("function")
                    .toString()
                    .equals("{\"index\":0,\"name\":\"read\",\"arguments\":{\"path\":\"a\"}}"));
    assertThat(lines.getLast().path("done").asBoolean()).isTrue();
    assertThat(lines.getLast().path("prompt_eval_count").asInt()).isEqualTo(1);

    JsonNode whole = Client.JSON.readTree(ask(hello.formatted(",'stream':false")).body());
    assertThat(whole.path("message").path("content").asString())
        .isEqualTo("Let me look at the file.");
    assertThat(whole.path("done_reason").asString()).isEqualTo("stop");
    assertThat(client.get(Provider.OLLAMA, "/api/tags").body()).contains("qwen3:8b");
  }

  private static String joined(List<JsonNode> lines, String field) {
    return lines.stream()
        .map(line -> line.path("message").path(field).asString(""))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{} | 400 | model is required",
        "{'model':'claude-sonnet-4-6'} | 404 | model 'claude-sonnet-4-6' not found",
        "{'model':'q','messages':[{'role':'developer','content':''}]} | 400 | invalid role: developer",
        "{'model':'q','messages':[{'role':'user','content':[]}]} | 400 | json: cannot unmarshal array into Go struct field ChatRequest.messages.content of type string",
        "{'model':'q','messages':[{'role':'user','content':'','images':['data:image/png;base64,AA==']}]} | 400 | illegal base64 data at input byte 0",
        "{'model':'q','messages':[{'role':'assistant','tool_calls':[{'function':{'name':'f','arguments':'{}'}}]}]} | 400 | json: cannot unmarshal string into Go struct field ChatRequest.messages.tool_calls.function.arguments of type api.ToolCallFunctionArguments",
      })
  void whatIsWrongIsSaidAsItDoes(String body, int status, String complaint) throws Exception {
    HttpResponse<String> answer = ask(body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Client.JSON.readTree(answer.body()).path("error").asString()).isEqualTo(complaint);
  }
}
