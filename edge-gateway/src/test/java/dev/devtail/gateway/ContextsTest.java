package dev.devtail.gateway;

import static dev.devtail.gateway.ExpectedProblem.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.protocol.service.v1.BuildContextRequest;
import dev.devtail.protocol.service.v1.CodeMapRequest;
import dev.devtail.protocol.service.v1.ContextFormat;
import dev.devtail.protocol.service.v1.CountTokensRequest;
import dev.devtail.protocol.service.v1.RankRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Contexts by REST. */
@ExtendWith(RunningGateway.Shared.class)
class ContextsTest {

  private final RunningGateway gateway;
  private final WebTestClient owner;

  ContextsTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.owner = gateway.http(RunningGateway.TOKEN);
  }

  private ResponseSpec build(String body) {
    return owner
        .post()
        .uri("/v1/context")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange();
  }

  private BodyContentSpec get(String uri, Object... values) {
    return owner.get().uri(uri, values).exchange().expectStatus().isOk().expectBody();
  }

  @Test
  void aContextIsBuiltOfTheSessionsWorkspace() {
    build(
            """
            {"session": "s1", "task": "Mend it.", "budget": 900, "model": "gpt-5", "format": "json",
             "rules": "rules: []"}
            """)
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.text")
        .isEqualTo("<file>")
        .jsonPath("$.estimated")
        .isEqualTo(true)
        .jsonPath("$.items[0].depth")
        .isEqualTo("slices")
        .jsonPath("$.items[0].reasons[0]")
        .isEqualTo("holds serve");
    BuildContextRequest asked = (BuildContextRequest) gateway.services.requests.getLast();
    assertThat(asked.getAt().getWorkspace()).isNotEmpty();
    assertThat(asked.getAt().getPlace()).isEqualTo(gateway.services.terminalAddress());
    assertThat(asked.toBuilder().clearAt().build())
        .isEqualTo(
            BuildContextRequest.newBuilder()
                .setTask("Mend it.")
                .setBudget(900)
                .setModel("gpt-5")
                .setFormat(ContextFormat.CONTEXT_FORMAT_JSON)
                .setRules("rules: []")
                .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"task\": \"x\", \"budget\": 0}",
        "{\"task\": \"x\", \"budget\": 500001}",
        "{\"task\": \"x\", \"format\": \"pdf\"}",
        "{\"task\": \"x\", \"budget\": \"many\"}"
      })
  void whatIsNoOrderIsRefused(String body) {
    build(body).expectStatus().isBadRequest();
  }

  @Test
  void whatTheServiceSaysIsPassedOn() {
    build("{\"task\": \"down\"}").expectStatus().isEqualTo(503).expectBody();
    problem(build("{\"session\": \"gone\", \"task\": \"x\"}"), 404, "NOT_FOUND");
  }

  @Test
  void theMapTheRankingTheTokensAndTheStateAreThere() {
    get("/v1/context/map?glob={a}&glob=b", "**/*.go")
        .jsonPath("$[0].reading")
        .isEqualTo("with_errors")
        .jsonPath("$[0].symbols[0].references")
        .isEqualTo(2);
    assertThat(((CodeMapRequest) gateway.services.requests.getLast()).getGlobsList())
        .containsExactly("**/*.go", "b");
    get("/v1/context/files?task={a}&limit=3", "serve & stop").jsonPath("$[0].score").isEqualTo(1.5);
    RankRequest rank = (RankRequest) gateway.services.requests.getLast();
    assertThat(rank.getTask()).isEqualTo("serve & stop");
    assertThat(rank.getLimit()).isEqualTo(3);
    get("/v1/context/tokens?model=gpt-4").jsonPath("$.files['a.go']").isEqualTo(42);
    assertThat(((CountTokensRequest) gateway.services.requests.getLast()).getModel())
        .isEqualTo("gpt-4");
    get("/v1/context")
        .jsonPath("$.omissions[0].path")
        .isEqualTo(".env")
        .jsonPath("$.millis")
        .isEqualTo(12);
  }
}
