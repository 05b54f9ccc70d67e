package dev.devtail.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.FaultRule;
import dev.devtail.simulator.script.Match;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

  private static final Script SCRIPT = Script.always(Answer.text("Twenty characters. ".repeat(4)));

  private static final String STREAM =
      "{\"model\":\"claude-sonnet-4-6\",\"max_tokens\":10,\"stream\":true,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  private static final String WHOLE = STREAM.replace("\"stream\":true,", "");

  private static ProviderSimulator simulator;
  private static Client client;

  @BeforeAll
  static void start() {
    simulator = ProviderSimulator.start(SCRIPT);
    client = new Client(simulator);
  }

  @AfterAll
  static void stop() {
    client.close();
    simulator.close();
  }

  @BeforeEach
  void reset() {
    simulator.script(SCRIPT);
    simulator.reset();
  }

  private static HttpResponse<String> ask(String body, String fault) throws Exception {
    return client.post(Provider.ANTHROPIC, "/v1/messages", body, "x-simulate-fault", fault);
  }

  /** What came until the stream ended or broke. */
  private static String readUntilItBreaks(String fault) throws Exception {
    RawStream stream = RawStream.read(simulator, STREAM, fault);
    return stream.body() + (stream.ended() ? "<end>" : "<broken>");
  }

  private static Ending ending() {
    return simulator.received().getLast().ending();
  }

  @ParameterizedTest
  @CsvSource({
    "529, 529, overloaded_error",
    "429, 429, rate_limit_error",
    "500, 500, api_error",
    "503, 503, api_error",
    "401, 401, authentication_error",
    "404, 404, not_found_error",
    "too-long, 400, invalid_request_error"
  })
  void errorsAreInTheProvidersWords(String fault, int status, String type) throws Exception {
    HttpResponse<String> answer = ask(STREAM, fault);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"type\":\"error\",\"error\":{\"type\":\"" + type);
  }

  @ParameterizedTest
  @CsvSource({"429:retry-after=7, retry-after, 7", "529:retry-after-ms=1250, retry-after-ms, 1250"})
  void whenToComeBackIsSaid(String fault, String header, String value) throws Exception {
    assertThat(ask(WHOLE, fault).headers().firstValue(header)).hasValue(value);
  }

  @Test
  void whenToComeBackIsSaidAsADate() throws Exception {
    assertThat(
            ask(WHOLE, "429:retry-after-date=30").headers().firstValue("retry-after").orElseThrow())
        .endsWith("GMT");
  }

  /** Often, for what has been sent must not be lost to the cut behind it. */
  @RepeatedTest(20)
  void aCutLeavesAsMuchAsItSays() throws Exception {
    assertThat(readUntilItBreaks("cut:before-head")).isEqualTo("<broken>");
    assertThat(ending()).isEqualTo(Ending.CUT);
    assertThat(readUntilItBreaks("cut:before-first-token"))
        .contains("message_start", "content_block_start")
        .doesNotContain("content_block_delta")
        .endsWith("\n\n<broken>");
    assertThat(readUntilItBreaks("cut:after-first-token"))
        .containsOnlyOnce("event: content_block_delta")
        .endsWith("\n\n<broken>");
    assertThat(readUntilItBreaks("cut:within-event"))
        .doesNotContain("message_stop")
        .doesNotEndWith("\n\n<broken>")
        .endsWith("<broken>");
    assertThatThrownBy(() -> ask(WHOLE, "cut:after-first-token")).isInstanceOf(IOException.class);
    assertThat(ending()).isEqualTo(Ending.CUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"before-first-token", "after-first-token", "within-event"})
  void aStallHoldsTheConnectionAndSeesTheClientGo(String where) throws Exception {
    HttpResponse<InputStream> response =
        client.open(
            Provider.ANTHROPIC, "/v1/messages", STREAM, "x-simulate-fault", "stall:" + where);
    try (InputStream body = response.body()) {
      assertThat(new String(body.readNBytes(20), StandardCharsets.UTF_8))
          .isEqualTo("event: message_start");
      assertThat(ending()).isEqualTo(Ending.OPEN);
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> ending() == Ending.CLIENT_GONE);
  }

  @Test
  void anErrorComesWithinTheStream() throws Exception {
    String before = readUntilItBreaks("error-event:before-first-token");
    assertThat(before)
        .doesNotContain("content_block_delta")
        .contains(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"")
        .endsWith("<end>");
    assertThat(readUntilItBreaks("error-event:after-first-token:rate-limited"))
        .containsOnlyOnce("event: content_block_delta")
        .contains("rate_limit_error");
    assertThat(ask(WHOLE, "error-event:after-first-token").statusCode()).isEqualTo(529);
  }

  @Test
  void aStreamMayLookOddAndBeWhole() throws Exception {
    String plain = ask(STREAM, "").body();
    assertThat(Client.data(readUntilItBreaks("odd-borders")))
        .hasSameSizeAs(Client.data(plain).toList());
    assertThat(readUntilItBreaks("drip:0")).hasSameSizeAs(plain + "<end>");
    assertThat(readUntilItBreaks("crlf")).contains("event: message_start\r\ndata: ");
    assertThat(readUntilItBreaks("comments")).startsWith(": keep-alive\n\n");
    assertThat(readUntilItBreaks("unknown")).contains("event: unheard_of", "{\"unheard_of\":{");
    assertThat(readUntilItBreaks("malformed")).contains("\"delta\":{\"te\n\n");
    assertThat(ask(STREAM, "empty").body()).isEmpty();
    assertThat(ask(STREAM, "empty").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerMayBePackedThoughNobodyAsked(boolean stream) throws Exception {
    HttpResponse<InputStream> packed =
        client.open(
            Provider.ANTHROPIC,
            "/v1/messages",
            stream ? STREAM : WHOLE,
            "x-simulate-fault",
            "gzip");
    assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(
            new String(new GZIPInputStream(packed.body()).readAllBytes(), StandardCharsets.UTF_8))
        .contains("Twenty");
  }

  @Test
  void aScriptSaysWhichRequestsFail() throws Exception {
    simulator.script(
        SCRIPT
            .fault(Match.nth(2), Fault.parse("529").getFirst())
            .fault(new FaultRule(Match.text("often"), 0.5, Fault.parse("500"))));
    assertThat(ask(WHOLE, "").statusCode()).isEqualTo(200);
    assertThat(ask(WHOLE, "").statusCode()).isEqualTo(529);
    assertThat(ask(WHOLE, "").statusCode()).isEqualTo(200);

    List<Integer> first = statuses();
    simulator.reset();
    assertThat(first).contains(200, 500);
    simulator.reset();
    for (int i = 0; i < 3; i++) {
      ask(WHOLE, "");
    }
    assertThat(statuses()).isEqualTo(first);
  }

  private static List<Integer> statuses() throws Exception {
    List<Integer> statuses = new java.util.ArrayList<>();
    for (int i = 0; i < 20; i++) {
      statuses.add(ask(WHOLE.replace("Hi", "often"), "").statusCode());
    }
    return statuses;
  }

  @Test
  void anUnknownFaultIsSaidToBeOne() throws Exception {
    HttpResponse<String> answer = ask(WHOLE, "cut:somewhere");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("x-simulate-fault: fault: cut:somewhere (expected: one of");
  }

  @Test
  void whatIsTooLargeIsNotTaken() throws Exception {
    String image = "x".repeat(33 << 20);
    HttpResponse<String> answer = ask(WHOLE.replace("Hi", image), "");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("request_too_large");
  }
}
