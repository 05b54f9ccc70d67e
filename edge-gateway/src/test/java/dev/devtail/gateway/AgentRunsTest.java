package dev.devtail.gateway;

import static dev.devtail.gateway.ExpectedProblem.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.gateway.fakes.FakeAgentRunService;
import dev.devtail.protocol.service.v1.AgentHook;
import dev.devtail.protocol.service.v1.AgentHookPoint;
import dev.devtail.protocol.service.v1.AgentRole;
import dev.devtail.protocol.service.v1.AgentWorker;
import dev.devtail.protocol.service.v1.ListAgentRuns;
import dev.devtail.protocol.service.v1.StartAgentRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Runs of agents by REST. */
@ExtendWith(RunningGateway.Shared.class)
class AgentRunsTest {

  private final RunningGateway gateway;
  private final WebTestClient owner;

  AgentRunsTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.owner = gateway.http(RunningGateway.TOKEN);
  }

  private ResponseSpec start(String body) {
    return owner
        .post()
        .uri("/v1/runs")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange();
  }

  @Test
  void runIsStartedInItsSessionsWorkspace() {
    start(
            """
            {"task": "Mend it.", "sessionId": "s1", "maxRounds": 2, "maxCostUsd": "0.50",
             "editor": {"model": "anthropic/opus"},
             "hooks": [{"at": "after-edit", "command": "make test"},
                       {"at": "before_plan", "url": "https://a.example.org/x", "timeLimitMs": 5}]}
            """)
        .expectStatus()
        .isCreated()
        .expectHeader()
        .valueEquals("location", "/v1/runs/" + FakeAgentRunService.RUN)
        .expectBody()
        .jsonPath("$.state")
        .isEqualTo("out_of_money")
        .jsonPath("$.editor.model")
        .isEqualTo("anthropic/opus")
        .jsonPath("$.steps[0].deed")
        .isEqualTo("sent_back")
        .jsonPath("$.steps[0].changes[0].kind")
        .isEqualTo("changed")
        .jsonPath("$.steps[0].hooks[0].at")
        .isEqualTo("after-edit")
        .jsonPath("$.steps[0].hooks[0].verdict")
        .isEqualTo("blocked");
    StartAgentRun asked = (StartAgentRun) gateway.services.requests.getLast();
    assertThat(asked.getWorkspace()).isNotEmpty();
    assertThat(asked.getPlace()).isEqualTo(gateway.services.terminalAddress());
    assertThat(asked.toBuilder().clearWorkspace().clearPlace().build())
        .isEqualTo(
            StartAgentRun.newBuilder()
                .setSessionId("s1")
                .setTask("Mend it.")
                .setMaxRounds(2)
                .setMaxCostUsd("0.50")
                .addWorkers(
                    AgentWorker.newBuilder()
                        .setRole(AgentRole.AGENT_ROLE_EDITOR)
                        .setModel("anthropic/opus"))
                .addHooks(
                    AgentHook.newBuilder()
                        .setPoint(AgentHookPoint.AGENT_HOOK_POINT_AFTER_EDIT)
                        .setCommand("make test"))
                .addHooks(
                    AgentHook.newBuilder()
                        .setPoint(AgentHookPoint.AGENT_HOOK_POINT_BEFORE_PLAN)
                        .setUrl("https://a.example.org/x")
                        .setTimeLimitMs(5))
                .build());
  }

  @Test
  void runsAreListedShownAndCancelled() {
    owner
        .get()
        .uri("/v1/runs?session=s1&limit=7")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$[0].id")
        .isEqualTo(FakeAgentRunService.RUN)
        .jsonPath("$[0].steps")
        .doesNotExist();
    assertThat(gateway.services.requests)
        .last()
        .isEqualTo(ListAgentRuns.newBuilder().setSessionId("s1").setLimit(7).build());
    owner
        .get()
        .uri("/v1/runs/{id}", FakeAgentRunService.RUN)
        .exchange()
        .expectBody()
        .jsonPath("$.steps[0].text")
        .exists()
        .jsonPath("$.maxCostUsd")
        .doesNotExist();
    owner
        .delete()
        .uri("/v1/runs/{id}", FakeAgentRunService.RUN)
        .exchange()
        .expectStatus()
        .isNoContent();
    assertThat(gateway.services.asked)
        .last()
        .isEqualTo("CancelAgentRun %s by ada".formatted(FakeAgentRunService.RUN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"task\": \" \"}",
        "{\"task\": \"x\", \"maxRounds\": 0}",
        "{\"task\": \"x\", \"maxRounds\": 21}",
        "{\"task\": \"x\", \"maxCostUsd\": \"-1\"}",
        "{\"task\": \"x\", \"hooks\": [{\"at\": \"noon\", \"command\": \"true\"}]}",
        "{\"task\": \"x\", \"hooks\": [{\"at\": \"after-edit\"}]}",
        "{\"task\": \"x\", \"hooks\": [{\"command\": \"true\"}]}"
      })
  void whatIsWrongIsNamed(String body) {
    problem(start(body), 400, "INVALID_ARGUMENT");
  }

  @Test
  void nobodyStartsOneWithoutAToken() {
    problem(gateway.http("wrong").get().uri("/v1/runs").exchange(), 401, "UNAUTHENTICATED");
  }
}
