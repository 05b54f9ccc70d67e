package dev.devtail.gateway;

import static dev.devtail.gateway.ExpectedProblem.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.protocol.service.v1.StartTerminalRequest;
import dev.devtail.protocol.v1.CreateKey;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.ViewerRole;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The REST facade, the pages and the actuator. */
@ExtendWith(RunningGateway.Shared.class)
class RestTest {

  private final RunningGateway gateway;
  private final WebTestClient anybody;
  private final WebTestClient owner;

  RestTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.anybody = gateway.http();
    this.owner = gateway.http(RunningGateway.TOKEN);
  }

  private WebTestClient.ResponseSpec send(HttpMethod method, String path, String json) {
    return owner
        .method(method)
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(json)
        .exchange();
  }

  @Test
  void sessions() {
    owner
        .get()
        .uri("/v1/sessions")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$[0].id")
        .isEqualTo("s1")
        .jsonPath("$[0].user")
        .isEqualTo("ada")
        .jsonPath("$[0].createdAt")
        .isEqualTo("2001-09-09T01:46:40Z");
    send(HttpMethod.POST, "/v1/sessions", "{\"workspace\":\"/w\"}")
        .expectStatus()
        .isCreated()
        .expectHeader()
        .location("/v1/sessions/s1")
        .expectBody()
        .jsonPath("$.workspace")
        .isEqualTo("/w");
    owner.get().uri("/v1/sessions/s7").exchange().expectBody().jsonPath("$.id").isEqualTo("s7");
    send(HttpMethod.PATCH, "/v1/sessions/s7", "{\"name\":\"new\"}")
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.name")
        .isEqualTo("new");
    owner.delete().uri("/v1/sessions/s7").exchange().expectStatus().isNoContent();
    assertThat(gateway.services.asked).last().isEqualTo("DeleteSession s7 by ada");
  }

  @Test
  void events() {
    owner
        .get()
        .uri("/v1/sessions/s7/events?limit=5")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$[0].type")
        .isEqualTo("terminal_started")
        .jsonPath("$[0].data.text")
        .isEqualTo("t")
        .jsonPath("$[0].data.yes")
        .isEqualTo(true)
        .jsonPath("$[0].data.many")
        .isEqualTo(7.0)
        .jsonPath("$[0].sessionId")
        .isEqualTo("s7");
    owner.get().uri("/v1/sessions/s7/events").exchange().expectStatus().isOk();
    assertThat(gateway.services.requests)
        .extracting(request -> ((ListEvents) request).getLimit())
        .containsExactly(5, 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "1001", "-1"})
  void aLimitThatIsNoneNamesTheField(String limit) {
    problem(
            owner.get().uri("/v1/sessions/s7/events?limit=" + limit).exchange(),
            400,
            "INVALID_ARGUMENT")
        .jsonPath("$.field")
        .isEqualTo("limit");
  }

  @Test
  void terminals() {
    owner
        .get()
        .uri("/v1/terminals")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$[*].id")
        .isEqualTo(java.util.List.of("t1", "t2", "t3"))
        .jsonPath("$[*].state")
        .isEqualTo(java.util.List.of("running", "draining", "ended"))
        .jsonPath("$[0].exitCode")
        .doesNotExist()
        .jsonPath("$[2].exitCode")
        .isEqualTo(143)
        .jsonPath("$[2].exitSignal")
        .isEqualTo(15)
        .jsonPath("$[0].incarnation")
        .isEqualTo("18446744073709551615");
    owner
        .get()
        .uri("/v1/terminals/t2")
        .exchange()
        .expectBody()
        .jsonPath("$.state")
        .isEqualTo("draining");
    problem(owner.get().uri("/v1/terminals/t9").exchange(), 404, "NOT_FOUND");
    owner.delete().uri("/v1/terminals/t1").exchange().expectStatus().isNoContent();
    send(HttpMethod.POST, "/v1/terminals/t1/signals", "{\"signal\":\"term\"}")
        .expectStatus()
        .isNoContent();
    assertThat(gateway.services.requests)
        .last()
        .isEqualTo(
            SignalTerminal.newBuilder().setTerminalId("t1").setSignal(Signal.SIGNAL_TERM).build());
  }

  @Test
  void startingATerminal() {
    send(
            HttpMethod.POST,
            "/v1/terminals",
            """
            {"sessionId":"s7","command":["sh","-c","ls"],"directory":"d","environment":{"A":"b"},
             "name":"n","columns":132,"rows":50,
             "requestKey":"00000000-0000-0001-0000-000000000002"}""")
        .expectStatus()
        .isCreated()
        .expectHeader()
        .location("/v1/terminals/t1")
        .expectBody()
        .jsonPath("$.command[0]")
        .isEqualTo("sh");
    assertThat(gateway.services.requests)
        .last()
        .isInstanceOfSatisfying(
            StartTerminalRequest.class,
            request -> {
              assertThat(request.getSpec().getCommandList()).containsExactly("sh", "-c", "ls");
              assertThat(request.getSpec().getEnvironmentMap()).containsEntry("A", "b");
              assertThat(request.getSpec().getSize().getColumns()).isEqualTo(132);
              assertThat(request.getRequestKey().toByteArray())
                  .containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2);
            });
    send(HttpMethod.POST, "/v1/terminals", "{}").expectStatus().isCreated();
    assertThat(gateway.services.requests)
        .last()
        .isInstanceOfSatisfying(
            StartTerminalRequest.class,
            request -> {
              assertThat(request.getSpec().getSize().getColumns()).isEqualTo(80);
              assertThat(request.getSpec().getSize().getRows()).isEqualTo(24);
              assertThat(request.getRequestKey().size()).isEqualTo(16);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "gone, 404, NOT_FOUND",
    "down, 503, UNAVAILABLE",
    "forbidden, 403, PERMISSION_DENIED",
    "bug, 500, INTERNAL"
  })
  void failuresAreProblems(String session, int status, String code) {
    problem(owner.get().uri("/v1/sessions/" + session).exchange(), status, code);
  }

  @Test
  void aProblemSaysWhenToComeBack() {
    problem(owner.get().uri("/v1/sessions/down").exchange(), 503, "UNAVAILABLE")
        .jsonPath("$.retryAfterMs")
        .isEqualTo(1500);
  }

  @Test
  void aProgramThatIsNotThere() {
    problem(
        send(HttpMethod.POST, "/v1/terminals", "{\"command\":[\"no-such-program\"]}"),
        422,
        "START_FAILED");
  }

  @Test
  void aRuleThatIsBrokenNamesTheField() {
    problem(send(HttpMethod.POST, "/v1/terminals", "{\"columns\":0}"), 400, "INVALID_ARGUMENT")
        .jsonPath("$.field")
        .isEqualTo("spec.size.columns");
    problem(
            send(HttpMethod.POST, "/v1/terminals/t1/signals", "{\"signal\":\"WINCH\"}"),
            400,
            "INVALID_ARGUMENT")
        .jsonPath("$.field")
        .isEqualTo("signal");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/sessions",
    "PATCH, /v1/sessions/s7",
    "POST, /v1/terminals",
    "POST, /v1/terminals/t1/signals",
    "POST, /v1/shares",
    "POST, /v1/devices",
    "POST, /v1/keys"
  })
  void aBodyIsNeededAndIsJson(HttpMethod method, String path) {
    problem(send(method, path, "{\"name\":"), 400, "INVALID_ARGUMENT");
    problem(
            owner.method(method).uri(path).contentType(MediaType.APPLICATION_JSON).exchange(),
            400,
            "INVALID_ARGUMENT")
        .jsonPath("$.field")
        .isEqualTo("body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/sessions",
        "/v1/terminals",
        "/v1/terminals/t1/history",
        "/v1/recordings",
        "/v1/recordings/r1/cast",
        "/v1/no-such-thing",
        "/actuator/prometheus"
      })
  void nothingWithoutAToken(String path) {
    problem(anybody.get().uri(path).exchange(), 401, "UNAUTHENTICATED");
    problem(gateway.http("wrong").get().uri(path).exchange(), 401, "UNAUTHENTICATED");
    anybody
        .get()
        .uri(path)
        .header("Authorization", "Bearer not a token")
        .exchange()
        .expectStatus()
        .isUnauthorized()
        .expectHeader()
        .valueEquals("WWW-Authenticate", "Bearer");
  }

  @Test
  void healthIsPublicWithoutItsDetails() {
    gateway.services.sessionHealth.setStatus(
        "devtail.service.v1.SessionService", ServingStatus.SERVING);
    anybody
        .get()
        .uri("/actuator/health")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.status")
        .isEqualTo("UP")
        .jsonPath("$.components")
        .doesNotExist();
    owner
        .get()
        .uri("/actuator/health")
        .exchange()
        .expectBody()
        .jsonPath("$.components.sessionService.status")
        .isEqualTo("UP");
    gateway.services.sessionHealth.setStatus(
        "devtail.service.v1.SessionService", ServingStatus.NOT_SERVING);
    anybody.get().uri("/actuator/health").exchange().expectStatus().isEqualTo(503);
    gateway.services.sessionHealth.clearStatus("devtail.service.v1.SessionService");
    anybody.get().uri("/actuator/health").exchange().expectStatus().isEqualTo(503);
    anybody.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
  }

  @Test
  void metricsAreForTheOwner() {
    String metrics =
        owner
            .get()
            .uri("/actuator/prometheus")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();
    assertThat(metrics).contains("devtail_gateway_connections");
  }

  @Test
  void thePageIsThereWithItsSecurityHeaders() {
    anybody
        .get()
        .uri("/")
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentTypeCompatibleWith(MediaType.TEXT_HTML)
        .expectHeader()
        .valueEquals("X-Content-Type-Options", "nosniff")
        .expectHeader()
        .valueEquals("X-Frame-Options", "DENY")
        .expectHeader()
        .value(
            "Content-Security-Policy",
            policy -> assertThat(policy).contains("default-src 'self'", "frame-ancestors 'none'"))
        .expectBody(String.class)
        .value(page -> assertThat(page).contains("<title>"));
  }

  @Test
  void sharesAndDevices() {
    send(
            HttpMethod.POST,
            "/v1/shares",
            """
            {"terminalId":"t1","role":"read_write","lifetimeMs":60000,"note":"for grace"}""")
        .expectStatus()
        .isCreated()
        .expectHeader()
        .location("/v1/shares/g1")
        .expectHeader()
        .value("Cache-Control", value -> assertThat(value).contains("no-store"))
        .expectBody()
        .jsonPath("$.token")
        .isEqualTo("dvt_share_g1_secret")
        .jsonPath("$.share.role")
        .isEqualTo("read_write")
        .jsonPath("$.share.expiresAt")
        .isEqualTo("2001-09-09T02:46:40Z");
    assertThat(gateway.services.requests)
        .last()
        .isEqualTo(
            CreateShare.newBuilder()
                .setTerminalId("t1")
                .setRole(ViewerRole.VIEWER_ROLE_READ_WRITE)
                .setLifetimeMs(60_000)
                .setNote("for grace")
                .build());
    send(HttpMethod.POST, "/v1/shares", "{\"terminalId\":\"t1\"}").expectStatus().isCreated();
    assertThat(gateway.services.requests)
        .last()
        .isEqualTo(
            CreateShare.newBuilder()
                .setTerminalId("t1")
                .setRole(ViewerRole.VIEWER_ROLE_READ_ONLY)
                .build());
    owner
        .get()
        .uri("/v1/shares")
        .exchange()
        .expectBody()
        .jsonPath("$[0].terminalId")
        .isEqualTo("t1")
        .jsonPath("$[0].lastUsedAt")
        .doesNotExist();
    owner.delete().uri("/v1/shares/g1").exchange().expectStatus().isNoContent();
    problem(owner.delete().uri("/v1/shares/gone").exchange(), 404, "NOT_FOUND");

    send(HttpMethod.POST, "/v1/devices", "{\"name\":\"phone\"}")
        .expectStatus()
        .isCreated()
        .expectBody()
        .jsonPath("$.token")
        .isEqualTo("dvt_device_g2_secret")
        .jsonPath("$.device.name")
        .isEqualTo("phone");
    owner
        .get()
        .uri("/v1/devices")
        .exchange()
        .expectBody()
        .jsonPath("$[0].lastUsedAt")
        .isEqualTo("2001-09-09T01:46:40Z");
    owner.delete().uri("/v1/devices/g2").exchange().expectStatus().isNoContent();
  }

  @Test
  void keys() {
    send(
            HttpMethod.POST,
            "/v1/keys",
            """
            {"name":"agent","sessionId":"s1","lifetimeMs":60000}""")
        .expectStatus()
        .isCreated()
        .expectHeader()
        .location("/v1/keys/g3")
        .expectHeader()
        .value("Cache-Control", value -> assertThat(value).contains("no-store"))
        .expectBody()
        .jsonPath("$.token")
        .isEqualTo("dvt_key_g3_secret")
        .jsonPath("$.key.sessionId")
        .isEqualTo("s1")
        .jsonPath("$.key.expiresAt")
        .isEqualTo("2001-09-09T02:46:40Z");
    assertThat(gateway.services.requests)
        .last()
        .isEqualTo(
            CreateKey.newBuilder()
                .setName("agent")
                .setSessionId("s1")
                .setLifetimeMs(60_000)
                .build());
    problem(send(HttpMethod.POST, "/v1/keys", "{\"sessionId\":\"gone\"}"), 404, "NOT_FOUND");
    owner
        .get()
        .uri("/v1/keys")
        .exchange()
        .expectBody()
        .jsonPath("$[0].name")
        .isEqualTo("agent")
        .jsonPath("$[0].sessionId")
        .doesNotExist();
    owner.delete().uri("/v1/keys/g3").exchange().expectStatus().isNoContent();
    problem(owner.delete().uri("/v1/keys/gone").exchange(), 404, "NOT_FOUND");
  }

  @Test
  void metricsOfASession() {
    owner
        .get()
        .uri("/v1/sessions/s7/metrics?name=output_bytes&from=2026-11-21T11:35:20Z&limit=5")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$[0].sessionId")
        .isEqualTo("s7")
        .jsonPath("$[0].name")
        .isEqualTo("output_bytes")
        .jsonPath("$[0].value")
        .isEqualTo(5)
        .jsonPath("$[0].time")
        .isEqualTo("2026-11-21T11:35:20Z");
    problem(
            owner.get().uri("/v1/sessions/s7/metrics?until=yesterday").exchange(),
            400,
            "INVALID_ARGUMENT")
        .jsonPath("$.field")
        .isEqualTo("until");
  }
}
