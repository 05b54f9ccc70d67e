package dev.devtail.router.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.translate.Goldens.Request;
import dev.devtail.router.translate.Goldens.Streamed;
import dev.devtail.router.translate.Goldens.Whole;
import dev.devtail.router.translate.answer.AnswerContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the documents of the protocols say, by example. */
class TranslationTest {

  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#requests")
  void aRequestIsWrittenAsItsProviderWantsIt(Request golden) {
    ProviderRequest request =
        Translation.between(golden.caller(), golden.provider())
            .request(golden.body(), golden.model(), golden.maxOutputTokens());
    assertThat(Goldens.JSON.readTree(request.body())).isEqualTo(golden.expected());
    assertThat(request.dropped()).containsExactlyInAnyOrderElementsOf(golden.dropped());
  }

  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#wholes")
  void anAnswerIsWrittenAsItsCallerReadsIt(Whole golden) {
    WholeAnswer answer =
        golden.translation().answer(golden.body(), Goldens.context(golden.model()));
    assertThat(answer).isInstanceOf(WholeAnswer.Translated.class);
    byte[] body = ((WholeAnswer.Translated) answer).body();
    assertThat(Goldens.JSON.readTree(body)).isEqualTo(golden.expected());
  }

  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#streams")
  void aStreamIsWrittenAsItsCallerReadsIt(Streamed golden) {
    AnswerStream stream = golden.translation().stream(golden.context());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(stream.accept(golden.body()));
    out.writeBytes(stream.end());
    assertThat(stream.fault()).isEmpty();
    assertThat(Goldens.events(out.toByteArray())).isEqualTo(Goldens.events(golden.expected()));
  }

  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#streams")
  void itIsTheSameWhereverTheStreamIsSplit(Streamed golden) {
    byte[] bytes = golden.body();
    byte[] whole = split(golden, bytes.length);
    for (int at = 0; at < bytes.length; at++) {
      if (!Arrays.equals(split(golden, at), whole)) {
        throw new AssertionError("another stream where it is split at byte %d".formatted(at));
      }
    }
  }

  private static byte[] split(Streamed golden, int at) {
    byte[] bytes = golden.body();
    AnswerStream stream = golden.translation().stream(golden.context());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(stream.accept(Arrays.copyOf(bytes, at)));
    out.writeBytes(stream.accept(Arrays.copyOfRange(bytes, at, bytes.length)));
    out.writeBytes(stream.end());
    return out.toByteArray();
  }

  /** Why an answer has ended, in the words of its provider and of each caller. */
  @ParameterizedTest
  @CsvSource({
    "OPENAI, stop, end_turn, stop, completed",
    "OPENAI, length, max_tokens, length, incomplete",
    "OPENAI, content_filter, refusal, content_filter, incomplete",
    "OPENAI, something_new, end_turn, stop, completed",
    "ANTHROPIC, end_turn, end_turn, stop, completed",
    "ANTHROPIC, stop_sequence, stop_sequence, stop, completed",
    "ANTHROPIC, max_tokens, max_tokens, length, incomplete",
    "ANTHROPIC, model_context_window_exceeded, model_context_window_exceeded, length, incomplete",
    "ANTHROPIC, refusal, refusal, content_filter, incomplete",
    "ANTHROPIC, pause_turn, pause_turn, stop, completed",
    "GEMINI, STOP, end_turn, stop, completed",
    "GEMINI, MAX_TOKENS, max_tokens, length, incomplete",
    "GEMINI, SAFETY, refusal, content_filter, incomplete",
    "GEMINI, RECITATION, refusal, content_filter, incomplete",
    "OLLAMA, stop, end_turn, stop, completed",
    "OLLAMA, length, max_tokens, length, incomplete"
  })
  void whyItEndsIsTold(
      ProviderProtocol provider, String reason, String messages, String chat, String responses) {
    byte[] answer = answer(provider, reason);
    assertThat(told(CallerProtocol.MESSAGES, provider, answer).path("stop_reason").stringValue())
        .isEqualTo(messages);
    assertThat(
            told(CallerProtocol.CHAT_COMPLETIONS, provider, answer)
                .path("choices")
                .path(0)
                .path("finish_reason")
                .stringValue())
        .isEqualTo(chat);
    assertThat(told(CallerProtocol.RESPONSES, provider, answer).path("status").stringValue())
        .isEqualTo(responses);
  }

  private static byte[] answer(ProviderProtocol provider, String reason) {
    String body =
        switch (provider) {
          case OPENAI -> "{'choices':[{'message':{'content':'x'},'finish_reason':'%s'}]}";
          case ANTHROPIC -> "{'content':[{'type':'text','text':'x'}],'stop_reason':'%s'}";
          case GEMINI ->
              "{'candidates':[{'content':{'parts':[{'text':'x'}]},'finishReason':'%s'}]}";
          case OLLAMA -> "{'message':{'content':'x'},'done':true,'done_reason':'%s'}";
        };
    return body.replace('\'', '"').formatted(reason).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode told(CallerProtocol caller, ProviderProtocol provider, byte[] answer) {
    WholeAnswer whole =
        Translation.between(caller, provider)
            .answer(answer, Goldens.context(new ModelName("provider", "model")));
    assertThat(whole).isInstanceOf(WholeAnswer.Translated.class);
    return Goldens.JSON.readTree(((WholeAnswer.Translated) whole).body());
  }

  /** With HTTP 200, and yet none: another may be asked. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "OPENAI | {\"error\":{\"message\":\"no\",\"code\":502}} | SERVER_ERROR",
        "OPENAI | {\"choices\":[]} | MALFORMED",
        "OPENAI | {\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"x\",\"arguments\":\"{\"}}]}}]} | MALFORMED",
        "OPENAI | <html> | MALFORMED",
        "ANTHROPIC | {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"no\"}} | OVERLOADED",
        "ANTHROPIC | {} | MALFORMED",
        "GEMINI | [{\"error\":{\"code\":429,\"message\":\"no\"}}] | RATE_LIMITED",
        "GEMINI | {\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]} | SERVER_ERROR",
        "GEMINI | {} | MALFORMED",
        "OLLAMA | {\"error\":\"model not found\"} | SERVER_ERROR",
        "OLLAMA | {} | MALFORMED"
      })
  void whatIsNoAnswerIsAFault(ProviderProtocol provider, String answer, ProviderFault.Kind kind) {
    for (CallerProtocol caller : CallerProtocol.values()) {
      assertThat(
              Translation.between(caller, provider)
                  .answer(
                      answer.getBytes(StandardCharsets.UTF_8),
                      Goldens.context(new ModelName("provider", "model"))))
          .isInstanceOfSatisfying(
              WholeAnswer.Failed.class,
              failed -> assertThat(failed.fault().kind()).isEqualTo(kind));
    }
  }

  /** Gemini does not answer what it does not like, and says so in place of a candidate. */
  @Test
  void aPromptThatIsBlockedIsARefusal() {
    byte[] answer =
        "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}".getBytes(StandardCharsets.UTF_8);
    JsonNode told = told(CallerProtocol.MESSAGES, ProviderProtocol.GEMINI, answer);
    assertThat(told.path("stop_reason").stringValue()).isEqualTo("refusal");
    assertThat(told.path("content").isEmpty()).isTrue();
  }

  @Test
  void aToolThatWasRenamedIsCalledByItsOwnName() {
    String name = "mcp__server__" + "x".repeat(60);
    Translation translation = Translation.between(CallerProtocol.MESSAGES, ProviderProtocol.OPENAI);
    ModelName model = ModelName.parse("openai/gpt-4.1");
    ProviderRequest request =
        translation.request(
            """
            {"model":"m","messages":[{"role":"user","content":"x"}],
             "tools":[{"name":"%s","input_schema":{"type":"object"}}],
             "tool_choice":{"type":"tool","name":"%s"}}
            """
                .formatted(name, name)
                .getBytes(StandardCharsets.UTF_8),
            model,
            0);
    JsonNode sent = Goldens.JSON.readTree(request.body());
    String renamed = sent.path("tools").path(0).path("function").path("name").stringValue();
    assertThat(renamed).hasSizeLessThanOrEqualTo(64);
    assertThat(sent.path("tool_choice").path("function").path("name").stringValue())
        .isEqualTo(renamed);
    AnswerContext context = new AnswerContext("01", model, Instant.EPOCH, request.shape());
    WholeAnswer answer =
        translation.answer(
            "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"%s\"}}]}}]}"
                .formatted(renamed)
                .getBytes(StandardCharsets.UTF_8),
            context);
    assertThat(new String(((WholeAnswer.Translated) answer).body(), StandardCharsets.UTF_8))
        .contains("\"name\":\"%s\"".formatted(name));
  }

  /** As Gemini's own face of Chat Completions is seen to do it. */
  @Test
  void parallelCallsThatAllHaveOneIndexAreToldApart() {
    AnswerStream stream =
        Translation.between(CallerProtocol.MESSAGES, ProviderProtocol.OPENAI).stream(
            Goldens.context(new ModelName("provider", "model")));
    String call =
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"%s\",\"function\":{\"name\":\"x\",\"arguments\":\"{\\\"a\\\":\"}}]}}]}\n\n";
    String rest =
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%d}\"}}]}}]}\n\n";
    String bytes =
        call.formatted("c1")
            + rest.formatted(1)
            + call.formatted("c2")
            + rest.formatted(2)
            + "data: [DONE]\n\n";
    String told =
        new String(stream.accept(bytes.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    assertThat(told.split("\"type\":\"tool_use\"")).hasSize(3);
    assertThat(told)
        .contains("\"partial_json\":\"{\\\"a\\\":\"", "\"partial_json\":\"1}\"")
        .contains("\"partial_json\":\"{\\\"a\\\":2}\"")
        .contains("\"stop_reason\":\"tool_use\"");
  }
}
