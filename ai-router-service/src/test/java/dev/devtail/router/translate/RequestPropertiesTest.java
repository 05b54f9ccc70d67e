package dev.devtail.router.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.request.MalformedRequestException;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.translate.Goldens.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds for every request, whoever sends it and whoever gets it. */
class RequestPropertiesTest {

  /** What is handed on as it is, or named as a whole. */
  private static final Set<String> OPAQUE =
      Set.of("input_schema", "input", "parameters", "schema", "cache_control");

  static Stream<Arguments> pairs() {
    return Stream.of(CallerProtocol.values())
        .flatMap(
            caller ->
                Stream.of(ProviderProtocol.values())
                    .map(provider -> Arguments.of(caller, provider)));
  }

  private static ModelName model(ProviderProtocol provider) {
    return ModelName.parse(
        switch (provider) {
          case ANTHROPIC -> "anthropic/claude-opus-4-6";
          case OPENAI -> "deepseek/deepseek-chat";
          case GEMINI -> "google/gemini-3-pro";
          case OLLAMA -> "local/llama3";
        });
  }

  private static JsonNode translated(
      CallerProtocol caller, ProviderProtocol provider, JsonNode request) {
    return Goldens.JSON.readTree(
        Translation.between(caller, provider)
            .request(request.toString().getBytes(StandardCharsets.UTF_8), model(provider), 0)
            .body());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void turnsAlternateAndEveryCallHasItsResult(CallerProtocol caller, ProviderProtocol provider) {
    for (int seed = 0; seed < 200; seed++) {
      JsonNode request = new Conversations(seed).request(caller);
      JsonNode body = translated(caller, provider, request);
      try {
        switch (provider) {
          case ANTHROPIC -> isValidForAnthropic(body);
          case OPENAI -> isValidForOpenAi(body);
          case GEMINI -> isValidForGemini(body);
          case OLLAMA -> isValidForOllama(body);
        }
      } catch (AssertionError wrong) {
        throw new AssertionError("seed %d: %s%n%s".formatted(seed, request, body), wrong);
      }
    }
  }

  private static List<JsonNode> all(JsonNode list) {
    List<JsonNode> nodes = new ArrayList<>();
    list.forEach(nodes::add);
    return nodes;
  }

  private static List<String> texts(JsonNode list, String... path) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list) {
      JsonNode node = element;
      for (String name : path) {
        node = node.path(name);
      }
      if (node.isString()) {
        texts.add(node.stringValue());
      }
    }
    return texts;
  }

  private static void alternate(List<String> roles) {
    for (int i = 1; i < roles.size(); i++) {
      assertThat(roles.get(i)).isNotEqualTo(roles.get(i - 1));
    }
  }

  private static void isValidForAnthropic(JsonNode body) {
    List<JsonNode> messages = all(body.path("messages"));
    alternate(texts(body.path("messages"), "role"));
    List<String> open = List.of();
    for (JsonNode message : messages) {
      JsonNode content = message.path("content");
      assertThat(content.isEmpty()).isFalse();
      List<String> results = texts(content, "tool_use_id");
      assertThat(results).containsExactlyInAnyOrderElementsOf(open);
      for (int i = 0; i < results.size(); i++) {
        assertThat(content.path(i).path("type").stringValue()).isEqualTo("tool_result");
      }
      open = texts(content, "id");
      assertThat(open).allMatch(id -> id.matches("[a-zA-Z0-9_-]{1,64}")).doesNotHaveDuplicates();
      assertThat(texts(content, "text")).noneMatch(String::isBlank);
      assertThat(texts(content, "signature")).noneMatch(by -> by.startsWith("devtail."));
    }
    assertThat(open).isEmpty();
  }

  private static void isValidForOpenAi(JsonNode body) {
    List<String> open = new ArrayList<>();
    for (JsonNode message : body.path("messages")) {
      String role = message.path("role").stringValue();
      if (role.equals("tool")) {
        assertThat(open.remove(message.path("tool_call_id").stringValue())).isTrue();
        assertThat(message.path("content").isString()).isTrue();
        continue;
      }
      assertThat(open).isEmpty();
      JsonNode calls = message.path("tool_calls");
      open.addAll(texts(calls, "id"));
      assertThat(open).allMatch(id -> id.length() <= 40).doesNotHaveDuplicates();
      assertThat(texts(calls, "function", "arguments"))
          .allMatch(arguments -> Goldens.JSON.readTree(arguments).isObject());
      assertThat(message.path("content").isNull() && calls.isEmpty()).isFalse();
      assertThat(message.has("reasoning_content") || calls.isEmpty()).isTrue();
    }
    assertThat(open).isEmpty();
  }

  private static void isValidForGemini(JsonNode body) {
    alternate(texts(body.path("contents"), "role"));
    List<String> open = List.of();
    for (JsonNode content : body.path("contents")) {
      JsonNode parts = content.path("parts");
      assertThat(parts.isEmpty()).isFalse();
      assertThat(texts(parts, "functionResponse", "id")).containsExactlyInAnyOrderElementsOf(open);
      assertThat(texts(parts, "functionResponse", "name")).allMatch("tool"::equals);
      open = texts(parts, "functionCall", "id");
      if (!open.isEmpty()) {
        JsonNode first =
            all(parts).stream().filter(part -> part.has("functionCall")).findFirst().orElseThrow();
        assertThat(first.path("thoughtSignature").asString("")).isNotEmpty();
      }
    }
    assertThat(open).isEmpty();
  }

  private static void isValidForOllama(JsonNode body) {
    int open = 0;
    for (JsonNode message : body.path("messages")) {
      if (message.path("role").stringValue().equals("tool")) {
        open--;
        assertThat(message.path("tool_name").stringValue()).isEqualTo("tool");
      } else {
        assertThat(open).isZero();
        open = message.path("tool_calls").size();
      }
      assertThat(message.path("content").isString()).isTrue();
    }
    assertThat(open).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aCallWithoutItsResultIsRefused(CallerProtocol caller) {
    int refused = 0;
    for (int seed = 0; seed < 300; seed++) {
      ObjectNode request = new Conversations(seed).request(caller);
      ArrayNode messages =
          (ArrayNode) request.path(caller == CallerProtocol.RESPONSES ? "input" : "messages");
      // Whatever held results is gone.
      boolean had = false;
      for (int i = messages.size() - 1; i >= 0; i--) {
        String message = messages.path(i).toString();
        if (message.contains("\"tool_use_id\"")
            || message.contains("\"tool_call_id\"")
            || message.contains("\"function_call_output\"")) {
          messages.remove(i);
          had = true;
        }
      }
      if (had) {
        refused++;
        assertThatExceptionOfType(MalformedRequestException.class)
            .as("seed %d", seed)
            .isThrownBy(() -> translated(caller, ProviderProtocol.OPENAI, request))
            .withMessageContaining("has no result");
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void aResultWithoutItsCallIsRefused() {
    JsonNode request =
        Goldens.JSON.readTree(
            """
            {"model":"m","messages":[{"role":"user","content":[
              {"type":"tool_result","tool_use_id":"toolu_1","content":"x"}]}]}
            """);
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> translated(CallerProtocol.MESSAGES, ProviderProtocol.GEMINI, request))
        .withMessageContaining("toolu_1");
  }

  /** What we have never heard of is named, wherever it stands. */
  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#requests")
  void anUnknownFieldIsNamed(Request golden) {
    List<List<Object>> places = new ArrayList<>();
    objects(golden.request(), List.of(), places);
    assertThat(places).isNotEmpty();
    for (List<Object> place : places) {
      ObjectNode request = (ObjectNode) golden.request().deepCopy();
      ((ObjectNode) at(request, place)).put("x_unknown", 1);
      List<String> dropped =
          Translation.between(golden.caller(), golden.provider())
              .request(request.toString().getBytes(StandardCharsets.UTF_8), golden.model(), 0)
              .dropped();
      List<String> names = new ArrayList<>();
      StringBuilder path = new StringBuilder();
      for (Object step : place) {
        if (step instanceof String name) {
          path.append(path.isEmpty() ? "" : ".").append(name);
          names.add(path.toString());
        }
      }
      names.add(path.isEmpty() ? "x_unknown" : path + ".x_unknown");
      assertThat(dropped).as(place.toString()).containsAnyElementsOf(names);
    }
  }

  private static void objects(JsonNode node, List<Object> path, List<List<Object>> places) {
    if (node.isObject()) {
      places.add(path);
      node.properties()
          .forEach(
              field -> {
                if (!OPAQUE.contains(field.getKey()) || field.getValue().isArray()) {
                  objects(field.getValue(), with(path, field.getKey()), places);
                }
              });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        objects(node.path(i), with(path, i), places);
      }
    }
  }

  private static List<Object> with(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private static JsonNode at(JsonNode root, List<Object> path) {
    JsonNode node = root;
    for (Object step : path) {
      node = step instanceof String name ? node.path(name) : node.path((Integer) step);
    }
    return node;
  }

  /** A setting arrives, or is named. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "MESSAGES | \"temperature\":0.123 | 0.123 | temperature",
        "MESSAGES | \"top_p\":0.987 | 0.987 | top_p",
        "MESSAGES | \"top_k\":777 | 777 | top_k",
        "MESSAGES | \"max_tokens\":7777 | 7777 | max_tokens",
        "MESSAGES | \"stop_sequences\":[\"sentinel\"] | sentinel | stop_sequences",
        "MESSAGES | \"metadata\":{\"user_id\":\"sentinel\"} | sentinel | user",
        "MESSAGES | \"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1777} | 1777 | thinking",
        "MESSAGES | \"output_config\":{\"effort\":\"max\"} | \"max\" | effort",
        "MESSAGES | \"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"title\":\"sentinel\"}}} | sentinel | response_format",
        "MESSAGES | \"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}] | earch | web_search",
        "MESSAGES | \"tool_choice\":{\"type\":\"any\"} | any | tool_choice",
        "MESSAGES | \"container\":\"sentinel\" | sentinel | container",
        "CHAT_COMPLETIONS | \"temperature\":1.123 | 1.123 | temperature",
        "CHAT_COMPLETIONS | \"presence_penalty\":0.123 | 0.123 | presence_penalty",
        "CHAT_COMPLETIONS | \"frequency_penalty\":0.123 | 0.123 | frequency_penalty",
        "CHAT_COMPLETIONS | \"seed\":-7777 | -7777 | seed",
        "CHAT_COMPLETIONS | \"stop\":\"sentinel\" | sentinel | stop_sequences",
        "CHAT_COMPLETIONS | \"n\":3 | \"n\":3 | n",
        "CHAT_COMPLETIONS | \"user\":\"sentinel\" | sentinel | user",
        "CHAT_COMPLETIONS | \"logprobs\":true | logprobs | logprobs",
        "CHAT_COMPLETIONS | \"response_format\":{\"type\":\"json_object\"} | json | response_format",
        "CHAT_COMPLETIONS | \"reasoning_effort\":\"low\" | low | effort",
        "CHAT_COMPLETIONS | \"reasoning_effort\":\"furious\" | furious | reasoning_effort",
        "CHAT_COMPLETIONS | \"web_search_options\":{} | earch | web_search",
        "RESPONSES | \"max_output_tokens\":7777 | 7777 | max_output_tokens",
        "RESPONSES | \"text\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"title\":\"sentinel\"}}} | sentinel | response_format",
        "RESPONSES | \"tool_choice\":{\"type\":\"file_search\"} | file_search | tool_choice",
        "RESPONSES | \"store\":true | \"store\":true | store",
        "RESPONSES | \"truncation\":\"auto\" | truncation | truncation"
      })
  void aSettingArrivesOrIsNamed(
      CallerProtocol caller, String setting, String sentinel, String name) {
    String start =
        switch (caller) {
          case MESSAGES, CHAT_COMPLETIONS ->
              "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],";
          case RESPONSES -> "{\"model\":\"m\",\"input\":\"x\",";
        };
    byte[] body = (start + setting + "}").getBytes(StandardCharsets.UTF_8);
    for (ProviderProtocol provider : ProviderProtocol.values()) {
      ProviderRequest request =
          Translation.between(caller, provider).request(body, model(provider), 0);
      String sent = new String(request.body(), StandardCharsets.UTF_8);
      assertThat(sent.contains(sentinel) || request.dropped().contains(name))
          .as("%s: %s, dropped %s", provider, sent, request.dropped())
          .isTrue();
    }
  }

  /** Nothing but a message that names a field comes of nonsense. */
  @ParameterizedTest
  @MethodSource("dev.devtail.router.translate.Goldens#requests")
  void nonsenseIsRefusedOrUnderstood(Request golden) {
    Translation translation = Translation.between(golden.caller(), golden.provider());
    int refused = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      JsonNode request = golden.request().deepCopy();
      for (int i = random.nextInt(3); i >= 0; i--) {
        Mutations.mutate(request, random);
      }
      try {
        byte[] body =
            translation
                .request(request.toString().getBytes(StandardCharsets.UTF_8), golden.model(), 0)
                .body();
        assertThat(Goldens.JSON.readTree(body).isObject()).isTrue();
      } catch (MalformedRequestException malformed) {
        refused++;
        assertThat(malformed.getMessage()).matches("(?s).*(expected: |JSON).*");
      } catch (RuntimeException wrong) {
        throw new AssertionError("seed %d: %s".formatted(seed, request), wrong);
      }
    }
    assertThat(refused).isGreaterThan(50);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MESSAGES | {\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":7}]}]} | messages[0].content[0].text: a number (expected: a string)",
        "MESSAGES | {\"messages\":[{\"role\":\"clown\",\"content\":\"x\"}]} | messages[0].role: a string (expected: user, assistant or system)",
        "MESSAGES | {\"messages\":{}} | messages: an object (expected: a list)",
        "MESSAGES | {\"messages\":[7]} | messages[0]: not valid (expected: an object)",
        "CHAT_COMPLETIONS | {\"messages\":[]} | messages: a list (expected: a list of messages)",
        "CHAT_COMPLETIONS | {\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]} | messages[0].tool_call_id: missing (expected: a string)",
        "RESPONSES | {\"input\":\"x\",\"previous_response_id\":\"r\"} | previous_response_id: responses are not kept here (expected: the whole conversation in input)",
        "RESPONSES | [] | The body is no JSON object."
      })
  void theMessageSaysWhere(CallerProtocol caller, String body, String message) {
    Translation translation = Translation.between(caller, ProviderProtocol.GEMINI);
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(
            () ->
                translation.request(
                    body.getBytes(StandardCharsets.UTF_8), model(ProviderProtocol.GEMINI), 0))
        .withMessage(message);
  }

  /** What both protocols have comes back as it was, by way of the other. */
  @Test
  void messagesComeBackByWayOfChat() {
    for (int seed = 0; seed < 500; seed++) {
      ObjectNode request = new Conversations(seed).request(CallerProtocol.MESSAGES);
      JsonNode direct = translated(CallerProtocol.MESSAGES, ProviderProtocol.ANTHROPIC, request);
      JsonNode chat =
          Goldens.JSON.readTree(
              Translation.between(CallerProtocol.MESSAGES, ProviderProtocol.OPENAI)
                  .request(
                      request.toString().getBytes(StandardCharsets.UTF_8),
                      ModelName.parse("openai/gpt-4.1"),
                      0)
                  .body());
      JsonNode back = translated(CallerProtocol.CHAT_COMPLETIONS, ProviderProtocol.ANTHROPIC, chat);
      assertThat(gist(back)).as("seed %d: %s", seed, request).isEqualTo(gist(direct));
    }
  }

  /** Whose turn it is, and all that is said, called, returned and shown in it. */
  private static List<String> gist(JsonNode body) {
    List<String> gist = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<String> others = new ArrayList<>();
    String turn = "";
    for (JsonNode message : body.path("messages")) {
      String role = message.path("role").stringValue();
      List<String> said = new ArrayList<>();
      List<String> done = new ArrayList<>();
      gist(message.path("content"), said, done);
      if (said.isEmpty() && done.isEmpty()) {
        // It was a thought alone, and left the turns beside it to be one.
        continue;
      }
      if (!role.equals(turn)) {
        gist.add(turn + texts + others);
        texts.clear();
        others.clear();
        turn = role;
      }
      Stream.of(String.join(" ", said).split("\\s+"))
          .filter(word -> !word.isEmpty())
          .forEach(texts::add);
      others.addAll(done);
      others.sort(null);
    }
    gist.add(turn + texts + others);
    return gist;
  }

  private static void gist(JsonNode content, List<String> texts, List<String> others) {
    for (JsonNode block : content) {
      switch (block.path("type").stringValue()) {
        case "text" -> texts.add(block.path("text").stringValue());
        case "image" -> others.add("image " + block.path("source"));
        case "tool_use" -> others.add("call " + block.path("name") + block.path("input"));
        case "tool_result" -> {
          List<String> result = new ArrayList<>();
          List<String> shown = new ArrayList<>();
          gist(block.path("content"), result, shown);
          others.add("result " + result);
          others.addAll(shown);
        }
        default -> {
          // Thinking does not cross.
        }
      }
    }
  }
}
