package dev.devtail.gateway;

import static dev.devtail.gateway.ExpectedProblem.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.protocol.service.v1.GetTemplateRequest;
import dev.devtail.protocol.service.v1.RenderTemplateRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Prompt templates by REST. */
@ExtendWith(RunningGateway.Shared.class)
class TemplatesTest {

  private final RunningGateway gateway;
  private final WebTestClient owner;

  TemplatesTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.owner = gateway.http(RunningGateway.TOKEN);
  }

  private ResponseSpec render(String reference, String body) {
    return owner
        .post()
        .uri("/v1/templates/" + reference + "/render")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange();
  }

  @Test
  void areListedWithoutTheirTexts() {
    owner
        .get()
        .uri("/v1/templates")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$[0].reference")
        .isEqualTo("review@2")
        .jsonPath("$[0].parameters[0].required")
        .isEqualTo(true)
        .jsonPath("$[0].parameters[0].default")
        .doesNotExist()
        .jsonPath("$[0].parameters[1].default")
        .isEqualTo("")
        .jsonPath("$[0].parameters[1].allowed[1]")
        .isEqualTo("security")
        .jsonPath("$[0].text")
        .doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"review", "review@2", "roles/planner", "roles/planner@1"})
  void areShownByTheirReference(String reference) {
    owner
        .get()
        .uri("/v1/templates/" + reference)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.text")
        .isEqualTo("{{diff}}")
        .jsonPath("$.versions.length()")
        .isEqualTo(2);
    assertThat(gateway.services.requests)
        .last()
        .isEqualTo(GetTemplateRequest.newBuilder().setReference(reference).build());
    assertThat(gateway.services.asked).last().asString().endsWith(" by ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"review", "roles/planner@1"})
  void areRendered(String reference) {
    render(reference, "{\"parameters\":{\"diff\":\"+ {{a}} <b>\"}}")
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.reference")
        .isEqualTo("review@2")
        .jsonPath("$.text")
        .isEqualTo("+ {{a}} <b>");
    assertThat(gateway.services.requests)
        .last()
        .isEqualTo(
            RenderTemplateRequest.newBuilder()
                .setReference(reference)
                .putParameters("diff", "+ {{a}} <b>")
                .build());
  }

  @Test
  void takeWholeFiles() {
    String file = "a".repeat(1 << 20);
    render("review", "{\"parameters\":{\"diff\":\"" + file + "\"}}").expectStatus().isOk();
    problem(
        render("review", "{\"parameters\":{\"diff\":\"" + file.repeat(3) + "\"}}"),
        413,
        "FRAME_TOO_LARGE");
  }

  @Test
  void whatIsWrongIsNamed() {
    problem(owner.get().uri("/v1/templates/gone").exchange(), 404, "NOT_FOUND");
    problem(render("review", "{\"parameters\":[]}"), 400, "INVALID_ARGUMENT");
    problem(render("review", "{\"parameters\":{\"diff\":null}}"), 400, "INVALID_ARGUMENT")
        .jsonPath("$.field")
        .isEqualTo("parameters.diff");
    problem(render("review", "not JSON"), 400, "INVALID_ARGUMENT");
    problem(owner.post().uri("/v1/templates/review/render").exchange(), 400, "INVALID_ARGUMENT");
  }
}
