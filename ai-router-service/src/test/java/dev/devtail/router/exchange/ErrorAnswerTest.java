package dev.devtail.router.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.sse.EventReader;
import dev.devtail.router.sse.ServerSentEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ErrorAnswerTest {

  @ParameterizedTest
  @CsvSource({
    "OVERLOADED, 529, overloaded_error, 503, server_error, overloaded",
    "RATE_LIMITED, 429, rate_limit_error, 429, rate_limit_error, rate_limit_exceeded",
    "SERVER_ERROR, 500, api_error, 500, server_error, server_error",
    "NOT_ALLOWED, 403, permission_error, 403, permission_error, not_allowed",
    "NO_MODEL, 404, not_found_error, 404, invalid_request_error, model_not_found",
    "TOO_LONG, 400, invalid_request_error, 400, invalid_request_error, context_length_exceeded",
    "UNREACHABLE, 502, api_error, 502, server_error, unreachable",
    "STALLED, 504, timeout_error, 504, server_error, stalled",
    "REFUSED, 400, invalid_request_error, 400, invalid_request_error, refused"
  })
  void aFaultIsToldAsTheCallersClientsKnowIt(
      Kind kind, int status, String type, int openAiStatus, String openAiType, String code) {
    ProviderFault fault = new ProviderFault(kind, "prompt is too long: 7");
    ErrorAnswer messages = ErrorAnswer.of(CallerProtocol.MESSAGES, fault, "req-1");
    assertThat(messages.status()).isEqualTo(status);
    assertThat(messages.body())
        .isEqualTo(
            "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"prompt is too long: 7\"},\"request_id\":\"req-1\"}"
                .formatted(type));
    for (CallerProtocol openAi :
        List.of(CallerProtocol.CHAT_COMPLETIONS, CallerProtocol.RESPONSES)) {
      ErrorAnswer chat = ErrorAnswer.of(openAi, fault, "req-1");
      assertThat(chat.status()).isEqualTo(openAiStatus);
      assertThat(chat.body())
          .isEqualTo(
              "{\"error\":{\"message\":\"prompt is too long: 7\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
                  .formatted(openAiType, code));
    }
  }

  @Test
  void anAgentKnowsThatTheConversationIsTooLong() {
    ProviderFault fault = new ProviderFault(Kind.TOO_LONG, "maximum context length is 8192");
    assertThat(ErrorAnswer.of(CallerProtocol.MESSAGES, fault, "r").body())
        .contains("\"prompt is too long: maximum context length is 8192\"");
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error, invalid_request_error, invalid_request",
    "401, authentication_error, authentication_error, invalid_api_key",
    "402, billing_error, permission_error, insufficient_quota",
    "404, not_found_error, invalid_request_error, model_not_found",
    "413, request_too_large, invalid_request_error, request_too_large",
    "429, rate_limit_error, rate_limit_error, rate_limit_exceeded",
    "503, overloaded_error, server_error, overloaded"
  })
  void whatWeRefuseOurselvesIsToldAlike(int status, String type, String openAiType, String code) {
    ErrorAnswer messages = ErrorAnswer.of(CallerProtocol.MESSAGES, status, "\"no\"", "r");
    JsonNode error = JsonMapper.shared().readTree(messages.body()).path("error");
    assertThat(messages.status()).isEqualTo(status);
    assertThat(error.path("type").stringValue()).isEqualTo(type);
    assertThat(error.path("message").stringValue()).isEqualTo("\"no\"");
    ErrorAnswer chat = ErrorAnswer.of(CallerProtocol.CHAT_COMPLETIONS, status, "\"no\"", "r");
    error = JsonMapper.shared().readTree(chat.body()).path("error");
    assertThat(chat.status()).isEqualTo(status);
    assertThat(error.path("type").stringValue()).isEqualTo(openAiType);
    assertThat(error.path("code").stringValue()).isEqualTo(code);
  }

  /** What ends a caller's stream is an error to whoever reads that protocol. */
  @ParameterizedTest
  @EnumSource
  void anEventThatEndsAStreamIsAFailureInItsDialect(CallerProtocol caller) {
    StreamDialect dialect = StreamDialect.of(caller);
    byte[] event = dialect.failure(new ProviderFault(Kind.CUT, "cut\noff"));
    List<ServerSentEvent> events = new ArrayList<>();
    EventReader reader = new EventReader(1000);
    reader.read(event, 0, event.length, events::add);
    assertThat(reader.isWithinEvent()).isFalse();
    assertThat(events).hasSize(1);
    assertThat(dialect.roleOf(events.getFirst()))
        .isInstanceOfSatisfying(
            StreamDialect.Role.Failure.class,
            failure -> assertThat(failure.fault().message()).isEqualTo("cut\noff"));
  }
}
