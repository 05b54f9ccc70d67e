package dev.devtail.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.gateway.fakes.FakeModelService;
import dev.devtail.gateway.fakes.FakeModelService.Relayed;
import dev.devtail.protocol.service.v1.HttpHeader;
import dev.devtail.protocol.service.v1.ModelEndpoint;
import dev.devtail.protocol.service.v1.ModelsOnly;
import dev.devtail.protocol.service.v1.VerifiedToken;
import dev.devtail.protocol.service.v1.VerifyTokenRequest;
import dev.devtail.protocol.v1.SharedTerminal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers of models, over HTTP as SDKs speak it. */
@ExtendWith(RunningGateway.Shared.class)
class ModelCallsTest {

  private static final int MEGABYTE = 1 << 20;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final RunningGateway gateway;
  private final FakeModelService router;

  ModelCallsTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.router = gateway.services.models;
  }

  @BeforeEach
  void nothingWasAsked() {
    router.calls.clear();
  }

  @AfterAll
  static void close() {
    HTTP.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path));
  }

  private static HttpRequest.Builder withKey(HttpRequest.Builder request) {
    return request.header("x-api-key", RunningGateway.TOKEN);
  }

  private static HttpResponse<String> post(HttpRequest.Builder request, BodyPublisher body)
      throws IOException, InterruptedException {
    return HTTP.send(request.POST(body).build(), BodyHandlers.ofString());
  }

  private Relayed relayed() throws InterruptedException {
    Relayed call = router.calls.poll(10, TimeUnit.SECONDS);
    assertThat(call).isNotNull();
    return call;
  }

  @Test
  void aCallGoesToTheRouterAsItIsButForItsCredentials() throws Exception {
    HttpResponse<String> answer =
        post(
            withKey(to("/v1/messages?whole"))
                .header("Anthropic-Beta", "one, two")
                .header("Cookie", "a=b"),
            BodyPublishers.ofString("{\"x\": 1}"));

    Relayed call = relayed();
    assertThat(call.head().getEndpoint()).isEqualTo(ModelEndpoint.MODEL_ENDPOINT_MESSAGES);
    assertThat(call.body().toStringUtf8()).isEqualTo("{\"x\": 1}");
    assertThat(call.head().getHeadersList())
        .contains(HttpHeader.newBuilder().setName("anthropic-beta").setValue("one, two").build())
        .noneMatch(header -> header.getValue().contains(RunningGateway.TOKEN))
        .extracting(HttpHeader::getName)
        .doesNotContain("x-api-key", "authorization", "cookie", "host", "content-length");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-length")).contains("7");
    assertThat(answer.body()).isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/messages, MODEL_ENDPOINT_MESSAGES",
    "/v1/messages/count_tokens, MODEL_ENDPOINT_COUNT_TOKENS",
    "/v1/chat/completions, MODEL_ENDPOINT_CHAT_COMPLETIONS",
    "/v1/responses, MODEL_ENDPOINT_RESPONSES",
  })
  void eachEndpointIsItsOwn(String path, ModelEndpoint endpoint) throws Exception {
    post(
        to(path + "?whole").header("Authorization", "bearer " + RunningGateway.TOKEN),
        BodyPublishers.ofString("{}"));
    assertThat(relayed().head().getEndpoint()).isEqualTo(endpoint);
  }

  @Test
  void aKeysCallsAreOfItsSessionAndAskForItOnce() throws Exception {
    String token = "dvt_key_" + UUID.randomUUID();
    gateway.services.access.tokens.put(
        token,
        VerifiedToken.newBuilder()
            .setGrantId("k1")
            .setUser("ada")
            .setModels(ModelsOnly.newBuilder().setSessionId("s1"))
            .build());
    for (int i = 0; i < 3; i++) {
      assertThat(
              post(
                      to("/v1/chat/completions?whole").header("Authorization", "Bearer " + token),
                      BodyPublishers.ofString("{}"))
                  .statusCode())
          .isEqualTo(200);
      assertThat(relayed().head().getSessionId()).isEqualTo("s1");
    }
    assertThat(gateway.services.requests)
        .filteredOn(VerifyTokenRequest.newBuilder().setToken(token).build()::equals)
        .hasSize(1);

    gateway.services.access.tokens.remove(token);
    gateway.uptime.advance(Duration.ofSeconds(2));
    HttpResponse<String> revoked =
        post(to("/v1/messages?whole").header("x-api-key", token), BodyPublishers.ofString("{}"));
    assertThat(revoked.statusCode()).isEqualTo(401);
    assertThat(router.calls).isEmpty();
  }

  @Test
  void aTokenThatIsForSomethingElseIsForbidden() throws Exception {
    String token = "dvt_share_" + UUID.randomUUID();
    gateway.services.access.tokens.put(
        token,
        VerifiedToken.newBuilder()
            .setGrantId("s1")
            .setUser("ada")
            .setTerminal(SharedTerminal.newBuilder().setTerminalId("t1"))
            .build());
    HttpResponse<String> messages =
        post(to("/v1/messages?whole").header("x-api-key", token), BodyPublishers.ofString("{}"));
    assertThat(messages.statusCode()).isEqualTo(403);
    assertThat(messages.body())
        .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"permission_error\"");
    assertThat(router.calls).isEmpty();
  }

  @Test
  void aLongCallArrivesWhole() throws Exception {
    byte[] body = new byte[3 * MEGABYTE + 17];
    new Random(1).nextBytes(body);
    post(withKey(to("/v1/messages?whole")), BodyPublishers.ofByteArray(body));
    assertThat(relayed().body().toByteArray()).isEqualTo(body);
  }

  @Test
  void aStreamComesAsItIsSentAndWhoGoesAwayEndsIt() throws Exception {
    try (HttpClient leaving = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> answer =
          leaving.send(
              withKey(to("/v1/messages?stream")).POST(BodyPublishers.ofString("{}")).build(),
              BodyHandlers.ofInputStream());
      assertThat(answer.headers().firstValue("x-from")).contains("it");
      assertThat(new String(answer.body().readNBytes(5), UTF_8)).isEqualTo("one\n\n");
      answer.body().close();
    }
    assertThat(router.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aStreamThatBreaksSaysSo() throws Exception {
    assertThat(post(withKey(to("/v1/messages?broken")), BodyPublishers.ofString("{}")).body())
        .startsWith("one\n\nevent: error\ndata: {\"type\":\"error\",\"error\":");
    assertThat(
            post(withKey(to("/v1/chat/completions?broken")), BodyPublishers.ofString("{}")).body())
        .startsWith("one\n\ndata: {\"error\":");
  }

  @Test
  void whoShowsNoKeyIsToldInTheProtocolItSpeaks() throws Exception {
    HttpResponse<String> messages = post(to("/v1/messages"), BodyPublishers.ofString("{}"));
    assertThat(messages.statusCode()).isEqualTo(401);
    assertThat(messages.body())
        .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\"");
    HttpResponse<String> chat =
        post(
            to("/v1/chat/completions").header("Authorization", "Bearer wrong"),
            BodyPublishers.ofString("{}"));
    assertThat(chat.statusCode()).isEqualTo(401);
    assertThat(chat.body()).startsWith("{\"error\":{\"type\":\"authentication_error\"");
    assertThat(router.calls).isEmpty();
  }

  @Test
  void aPageOfAnotherOriginMayNot() throws Exception {
    HttpResponse<String> answer =
        post(
            withKey(to("/v1/messages?whole")).header("Origin", "https://evil.example.org"),
            BodyPublishers.ofString("{}"));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(router.calls).isEmpty();
  }

  @Test
  void whatIsTooLongIsCalledThat() throws Exception {
    HttpResponse<String> answer =
        post(
            withKey(to("/v1/messages?whole")),
            BodyPublishers.ofInputStream(() -> new Endless(33L * MEGABYTE)));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\","
                + "\"message\":\"The request is longer than 32 MB.\"}}");
    assertThat(router.calls).isEmpty();
  }

  @Test
  void withoutARouterTheCallerIsTold() throws Exception {
    HttpResponse<String> answer =
        post(withKey(to("/v1/messages?away")), BodyPublishers.ofString("{}"));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"api_error\"").contains("It is away.");
  }

  /** So many bytes, of a length that is not said. */
  private static final class Endless extends InputStream {

    private long left;

    Endless(long bytes) {
      this.left = bytes;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'x' : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      left -= count;
      return count;
    }
  }
}
