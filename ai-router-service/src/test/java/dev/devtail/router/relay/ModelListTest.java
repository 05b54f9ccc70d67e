package dev.devtail.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.catalog.Catalog;
import dev.devtail.router.catalog.ConfiguredModels;
import dev.devtail.router.catalog.FirstTokenTimes;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelListTest {

  private static final Catalog CATALOG =
      Catalog.builtIn()
          .with(
              new ByteArrayInputStream(
                  """
                  {"mine/m1": {"litellm_provider": "mine", "input_cost_per_token": 2.5e-6,
                    "cache_read_input_token_cost": 1e-5,
                    "max_input_tokens": 1000, "supports_function_calling": true}}
                  """
                      .getBytes(StandardCharsets.UTF_8)));

  private final ModelList list =
      new ModelList(
          new ConfiguredModels(
              CATALOG,
              List.of("anthropic", "mine"),
              new FirstTokenTimes(InstantSource.fixed(Instant.EPOCH))),
          CATALOG);

  private JsonNode answer(Header... headers) {
    List<AnswerPart> parts = new ArrayList<>();
    StepVerifier.create(list.answer(new Headers(List.of(headers))))
        .thenConsumeWhile(part -> true, parts::add)
        .verifyComplete();
    return JsonMapper.shared().readTree(parts.getFirst().body());
  }

  private static JsonNode named(JsonNode list, String id) {
    for (JsonNode model : list.path("data")) {
      if (model.path("id").asString().equals(id)) {
        return model;
      }
    }
    throw new AssertionError("no " + id + " in " + list);
  }

  @Test
  void openAisClientsSeeItsList() {
    JsonNode answer = answer();
    assertThat(answer.path("object").asString()).isEqualTo("list");
    assertThat(named(answer, "claude-haiku-4-5").path("owned_by").asString())
        .isEqualTo("anthropic");
    // What is claimed by no family is the first such provider's.
    JsonNode mine = named(answer, "m1");
    assertThat(mine.path("devtail").path("input_usd_per_million").decimalValue())
        .hasToString("2.5");
    assertThat(mine.toString()).contains("\"cache_read_usd_per_million\":10");
    assertThat(mine.path("devtail").has("output_usd_per_million")).isFalse();
    assertThat(mine.path("devtail").path("context_tokens").asInt()).isEqualTo(1000);
  }

  @Test
  void anthropicsClientsSeeItsList() {
    JsonNode answer = answer(new Header("anthropic-version", "2023-06-01"));
    assertThat(named(answer, "claude-haiku-4-5").path("type").asString()).isEqualTo("model");
    assertThat(answer.path("has_more").asBoolean()).isFalse();
    assertThat(answer.path("data"))
        .noneMatch(model -> model.path("id").asString().startsWith("gpt"));
  }
}
