package dev.devtail.router.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.exchange.ProviderFault.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HttpFaultsTest {

  private final HttpFaults faults =
      new HttpFaults(InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")));

  private ProviderFault read(int status, String body, String... headers) {
    Map<String, String> named = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
    return faults.read(status, name -> named.getOrDefault(name, ""), body);
  }

  @ParameterizedTest
  @CsvSource({
    "400, REFUSED",
    "401, NOT_ALLOWED",
    "402, NOT_ALLOWED",
    "403, NOT_ALLOWED",
    "404, NO_MODEL",
    "408, STALLED",
    "413, REFUSED",
    "422, REFUSED",
    "429, RATE_LIMITED",
    "500, SERVER_ERROR",
    "502, SERVER_ERROR",
    "503, OVERLOADED",
    "504, STALLED",
    "529, OVERLOADED"
  })
  void theStatusSaysWhatItIs(int status, Kind kind) {
    ProviderFault fault = read(status, "<html>Bad gateway</html>");
    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(fault.message()).isEqualTo("The model's provider answered with HTTP %d.", status);
    assertThat(fault.retryAfter()).isZero();
  }

  @Test
  void everyProvidersMessageIsFound() {
    assertThat(
            read(
                    529,
                    "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"Overloaded\"},\"request_id\":\"req_1\"}")
                .message())
        .isEqualTo("Overloaded");
    assertThat(read(400, "{\"error\":{\"message\":\"no such field\",\"param\":null}}").message())
        .isEqualTo("no such field");
    assertThat(
            read(400, "[{\"error\":{\"code\":400,\"message\":\"Invalid\",\"status\":\"X\"}}]")
                .message())
        .isEqualTo("Invalid");
  }

  @Test
  void anAccountWithoutMoneyIsNotWaitedFor() {
    assertThat(
            read(429, "{\"error\":{\"message\":\"quota\",\"type\":\"insufficient_quota\"}}").kind())
        .isEqualTo(Kind.NOT_ALLOWED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The input token count (1048580) exceeds the maximum number of tokens allowed (1048576). | TOO_LONG",
        "This model's maximum context length is 8192 tokens. However, you requested 9000. | TOO_LONG",
        "input length exceeds the context length | TOO_LONG",
        "API key not valid. Please pass a valid API key. | NOT_ALLOWED",
        "Invalid value at 'contents' | REFUSED"
      })
  void whatAStatusOf400MeansIsToldByItsWords(String message, Kind kind) {
    assertThat(read(400, "{\"error\":{\"code\":400,\"message\":\"%s\"}}".formatted(message)).kind())
        .isEqualTo(kind);
  }

  @Test
  void aLargerModelMayTakeWhatIsTooLong() {
    assertThat(
            read(400, "{\"error\":{\"message\":\"m\",\"code\":\"context_length_exceeded\"}}")
                .kind())
        .isEqualTo(Kind.TOO_LONG);
    assertThat(
            read(
                    400,
                    "{\"error\":{\"type\":\"invalid_request_error\","
                        + "\"message\":\"prompt is too long: 210000 tokens > 200000 maximum\"}}")
                .kind())
        .isEqualTo(Kind.TOO_LONG);
  }

  @ParameterizedTest
  @CsvSource({
    "retry-after, 7, 7000",
    "retry-after, 0.5, 500",
    "retry-after-ms, 1250, 1250",
    "retry-after, 'Sat, 21 Nov 2026 10:00:30 GMT', 30000",
    "retry-after, 'Sat, 21 Nov 2026 09:00:00 GMT', 0",
    "retry-after, 999999999999, 3600000",
    "retry-after, -5, 0",
    "retry-after, soon, 0",
    "retry-after, NaN, 0",
  })
  void theProvidersWordOnWhenToComeBackIsRead(String header, String value, long millis) {
    assertThat(read(429, "", header, value).retryAfter()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @EnumSource
  void onlyARefusalIsFinal(Kind kind) {
    assertThat(kind.isCurable()).isEqualTo(kind != Kind.REFUSED);
  }
}
