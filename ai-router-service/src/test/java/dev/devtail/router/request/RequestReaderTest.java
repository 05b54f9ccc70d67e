package dev.devtail.router.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

  private final RequestReader reader = new RequestReader();

  private RequestFacts read(String body) {
    return reader.read(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String modelIn(String body, RequestFacts facts) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new String(
        bytes, facts.modelStart(), facts.modelEnd() - facts.modelStart(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m-1\"}",
        "{\"x\":\"Grüße 世界 😀\",\"model\" : \"m-1\" ,\"y\":[1,{\"model\":\"other\"}]}",
        "  {\n \"messages\":[{\"role\":\"user\",\"content\":\"\\\"model\\\":\\\"no\\\"\"}],\r\n"
            + " \"model\":\t\"m-1\"\n}\n",
      })
  void knowsWhereTheModelStands(String body) {
    RequestFacts facts = read(body);
    assertThat(facts.model()).isEqualTo("m-1");
    assertThat(modelIn(body, facts)).isEqualTo("\"m-1\"");
  }

  @Test
  void theModelMayBeWrittenWithEscapes() {
    String body = "{\"stream\":true,\"model\":\"m\\u002d1\",\"max_tokens\":5}";
    RequestFacts facts = read(body);
    assertThat(facts.model()).isEqualTo("m-1");
    assertThat(modelIn(body, facts)).isEqualTo("\"m\\u002d1\"");
  }

  @Test
  void readsWhatClaudeCodeSends() {
    RequestFacts facts =
        read(
            """
            {"model":"claude-x","max_tokens":32000,"stream":true,
             "thinking":{"type":"adaptive","display":"omitted"},
             "output_config":{"effort":"High"},"context_management":{"edits":[]},
             "system":[{"type":"text","text":"1234","cache_control":{"type":"ephemeral"}}],
             "tools":[{"name":"Bash","description":"1234","input_schema":{"type":"object"}},
                      {"type":"web_search_20250305","name":"web_search","defer_loading":true}],
             "messages":[{"role":"user","content":[{"type":"text","text":"12345678"}]},
                         {"role":"assistant","content":[{"type":"tool_use","input":{"a":"1234"}}]},
                         {"role":"system","content":"1234"}]}
            """);
    assertThat(facts.stream()).isTrue();
    assertThat(facts.maxOutputTokens()).isEqualTo(32_000);
    assertThat(facts.thinking()).isTrue();
    assertThat(facts.effort()).isEqualTo("high");
    assertThat(facts.tools()).isEqualTo(2);
    assertThat(facts.webSearch()).isTrue();
    assertThat(facts.messages()).isEqualTo(3);
    assertThat(facts.image()).isFalse();
    assertThat(facts.textBytes()).isGreaterThanOrEqualTo(24);
  }

  @Test
  void readsChatCompletions() {
    RequestFacts facts =
        read(
            """
            {"model":"gpt-x","reasoning_effort":"low","max_completion_tokens":100,
             "messages":[{"role":"system","content":"be kind"},
              {"role":"user","content":[{"type":"text","text":"what is it?"},
               {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}],
             "tools":[{"type":"function","function":{"name":"f"}}]}
            """);
    assertThat(facts.effort()).isEqualTo("low");
    assertThat(facts.maxOutputTokens()).isEqualTo(100);
    assertThat(facts.image()).isTrue();
    assertThat(facts.tools()).isEqualTo(1);
    assertThat(facts.webSearch()).isFalse();
    assertThat(facts.stream()).isFalse();
  }

  @Test
  void readsResponses() {
    RequestFacts facts =
        read(
            """
            {"model":"gpt-x","input":"12345678","instructions":"1234",
             "reasoning":{"effort":"medium"},"tools":[{"type":"web_search_preview"}],
             "max_output_tokens":7}
            """);
    assertThat(facts.messages()).isEqualTo(1);
    assertThat(facts.effort()).isEqualTo("medium");
    assertThat(facts.webSearch()).isTrue();
    assertThat(facts.maxOutputTokens()).isEqualTo(7);
    assertThat(facts.textBytes()).isGreaterThanOrEqualTo(12);
  }

  private static final String IMAGE =
      "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"AAAA\"}}";

  private boolean seesImage(String messages) {
    return read("{\"model\":\"m\",\"messages\":[" + messages + "]}").image();
  }

  @Test
  void onlyAnImageOfTheUsersLastMessageCounts() {
    String withImage = "{\"role\":\"user\",\"content\":[" + IMAGE + "]}";
    assertThat(seesImage(withImage)).isTrue();
    assertThat(seesImage(withImage + ",{\"role\":\"assistant\",\"content\":\"a cat\"}")).isTrue();
    assertThat(seesImage(withImage + ",{\"role\":\"user\",\"content\":\"thanks\"}")).isFalse();
    assertThat(
            seesImage(
                "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"content\":["
                    + IMAGE
                    + "]}]}"))
        .isTrue();
  }

  @Test
  void whatAnImageIsMadeOfIsNoText() {
    String large = IMAGE.replace("AAAA", "A".repeat(100_000));
    RequestFacts facts =
        read(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":["
                + large
                + ",{\"type\":\"text\",\"text\":\"12345678\"}]}]}");
    assertThat(facts.estimatedTokens()).isLessThan(10);
  }

  @Test
  void thinkingThatIsDisabledIsNone() {
    assertThat(read("{\"model\":\"m\",\"thinking\":{\"type\":\"disabled\"}}").thinking()).isFalse();
    assertThat(read("{\"model\":\"m\",\"thinking\":null}").thinking()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | no JSON object",
        "[] | no JSON object",
        "{ | no JSON",
        "{\"model\":\"a\"} x | no JSON",
        "{\"model\":\"a\"}{} | Something follows",
        "{} | model: missing",
        "{\"model\":\"\"} | model: missing",
        "{\"model\":7} | model: no string",
        "{\"model\":\"a\",\"model\":\"b\"} | model: there are two",
        "{\"model\":\"a\",\"messages\":[{\"role\":\"user\"} | no JSON",
      })
  void saysWhatIsWrong(String body, String message) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining(message);
  }

  @Test
  void depthIsBounded() {
    String deep = "{\"model\":\"a\",\"x\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> read(deep)).isInstanceOf(MalformedRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'model':'m','system':[{'text':'é'},{'type':'text','text':'TAGLook.'}]}",
        "{'model':'m','system':'TAG'}",
        "{ 'system' : 'TAG and more', 'messages': [], 'model':'m' }"
      })
  void aSubAgentsModelIsFoundWhereItsPromptBegins(String text) {
    String body = text.replace('\'', '"');
    byte[] tagged =
        body.replace("TAG", "<CCR-SUBAGENT-MODEL> a,b </CCR-SUBAGENT-MODEL>")
            .getBytes(StandardCharsets.UTF_8);
    SubAgentTag tag = new RequestReader().read(tagged).subAgentTag();
    assertThat(tag).isNotNull();
    assertThat(tag.model()).isEqualTo("a,b");
    assertThat(new String(tag.cutFrom(tagged), StandardCharsets.UTF_8))
        .isEqualTo(body.replace("TAG", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'model':'m','system':'Not <CCR-SUBAGENT-MODEL>a</CCR-SUBAGENT-MODEL>'}",
        "{'model':'m','system':'<CCR-SUBAGENT-MODEL>a','user':'</CCR-SUBAGENT-MODEL>'}",
        "{'model':'m','system':'<CCR-SUBAGENT-MODEL></CCR-SUBAGENT-MODEL>'}",
        "{'model':'m','messages':[{'role':'user','content':'<CCR-SUBAGENT-MODEL>a</CCR-SUBAGENT-MODEL>'}]}"
      })
  void whatElseLooksLikeItIsText(String text) {
    byte[] body = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    assertThat(new RequestReader().read(body).subAgentTag()).isNull();
  }
}
