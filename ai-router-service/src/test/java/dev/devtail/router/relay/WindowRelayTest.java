package dev.devtail.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.budget.Budgets;
import dev.devtail.router.cache.ResponseCache;
import dev.devtail.router.catalog.Catalog;
import dev.devtail.router.catalog.ConfiguredModels;
import dev.devtail.router.catalog.FirstTokenTimes;
import dev.devtail.router.exchange.HttpFaults;
import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.RecordedCall;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.provider.AnswerHead;
import dev.devtail.router.provider.Deployment;
import dev.devtail.router.provider.DeploymentLimits;
import dev.devtail.router.provider.Deployments;
import dev.devtail.router.provider.ProviderCall;
import dev.devtail.router.relay.RelayCall.Operation;
import dev.devtail.router.relay.ScriptedProviders.Scripted;
import dev.devtail.router.route.Choice;
import dev.devtail.router.route.Condition;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.route.Rule;
import dev.devtail.router.route.Rules;
import dev.devtail.router.window.Strategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of conversations that are too long. */
class WindowRelayTest {

  private static final Catalog MODELS =
      Catalog.builtIn()
          .with(
              new ByteArrayInputStream(
                  """
                  {"anthropic/claude-small": {"max_input_tokens": 20000,
                     "supports_function_calling": true},
                   "anthropic/claude-large": {"max_input_tokens": 400000,
                     "supports_function_calling": true},
                   "anthropic/claude-mini": {"max_input_tokens": 400000}}
                  """
                      .getBytes(StandardCharsets.UTF_8)));

  private static final String DONE =
      "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"done\"}],\"usage\":{}}";

  private static final String TOO_LONG =
      """
      {"type":"error","error":{"type":"invalid_request_error",\
      "message":"prompt is too long: 52000 tokens > 20000 maximum"}}""";

  private final List<LedgerEntry> entries = new CopyOnWriteArrayList<>();
  private Function<ProviderCall, Scripted> script = call -> Scripted.json(200, DONE);
  private final ScriptedProviders providers = new ScriptedProviders(call -> script.apply(call));
  private WindowSettings window = WindowSettings.REFUSE;
  private List<String> use = List.of("anthropic/claude-small");

  private final class Entries implements Ledger {

    @Override
    public Mono<Void> record(RecordedCall call) {
      return Mono.fromRunnable(() -> entries.add(call.entry()));
    }

    @Override
    public Mono<Void> requireRoom() {
      return Mono.empty();
    }
  }

  private Relay relay() {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-22T00:00:00Z"));
    FirstTokenTimes firstTokens = new FirstTokenTimes(clock);
    Deployments deployments =
        new Deployments(
            List.of(
                new Deployment(
                    "anthropic",
                    1,
                    ProviderProtocol.ANTHROPIC,
                    URI.create("https://anthropic.example.org"),
                    "secret",
                    1,
                    DeploymentLimits.NONE)),
            CircuitBreakerConfig.ofDefaults(),
            clock,
            new Random(1));
    Rules rules =
        new Rules(
            List.of(new Rule("all", Condition.ALWAYS, use.stream().map(Choice::parse).toList())),
            new ConfiguredModels(MODELS, deployments.providers(), firstTokens));
    Ledger ledger = new Entries();
    Duration long_ = Duration.ofSeconds(20);
    return new Relay(
        rules,
        deployments,
        MODELS,
        Budgets.none(ledger),
        ledger,
        new ResponseCache(false, 1 << 20, Duration.ofHours(1), () -> 0),
        window,
        new Attempts(
            providers,
            deployments,
            new HttpFaults(clock),
            new RelayTimes(long_, long_, long_, Duration.ofSeconds(5), Duration.ZERO),
            firstTokens),
        clock,
        () -> "id",
        UUID::randomUUID);
  }

  /** Ten rounds of a tool with results of some 4 000 tokens. */
  private static String conversation() {
    StringBuilder messages =
        new StringBuilder("{\"role\":\"user\",\"content\":\"Fix the build.\"}");
    for (int round = 1; round <= 10; round++) {
      messages
          .append(
              ",{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t%d\",\"name\":\"Read\",\"input\":{}}]}"
                  .formatted(round))
          .append(
              ",{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t%d\",\"content\":\"%s\"}]}"
                  .formatted(round, "result " + round + " of it".repeat(2000)));
    }
    return "{\"model\":\"claude-small\",\"max_tokens\":1000,\"messages\":[%s]}".formatted(messages);
  }

  private static RelayCall call(Operation operation, String body, Header... headers) {
    return new RelayCall(
        "ada",
        "",
        operation,
        "",
        new Headers(List.of(headers)),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private record Whole(AnswerHead head, JsonNode body) {

    String header(String name) {
      return head.headers().first(name);
    }

    String message() {
      return body.path("error").path("message").asString();
    }
  }

  private Whole answer(Header... headers) {
    return answer(relay(), call(Operation.MESSAGES, conversation(), headers));
  }

  private static Whole answer(Relay relay, RelayCall call) {
    List<AnswerPart> parts = new ArrayList<>();
    Flux<AnswerPart> answer = relay.relay(call);
    StepVerifier.create(answer).thenConsumeWhile(part -> true, parts::add).verifyComplete();
    return new Whole(
        Objects.requireNonNull(parts.getFirst().head()),
        JsonMapper.shared()
            .readTree(
                parts.stream()
                    .map(part -> new String(part.body(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining())));
  }

  private String sent(int number) {
    return new String(providers.calls.get(number).body(), StandardCharsets.UTF_8);
  }

  @Test
  void isRefusedAsItsProviderWould() {
    Whole answer = answer();
    assertThat(answer.head().status()).isEqualTo(400);
    assertThat(answer.body().path("error").path("type").asString())
        .isEqualTo("invalid_request_error");
    assertThat(answer.message()).matches("prompt is too long: \\d+ tokens > 20000 maximum");
    assertThat(providers.calls).isEmpty();
  }

  @Test
  void isRefusedInTheCallersProtocol() {
    Whole answer =
        answer(
            relay(),
            call(
                Operation.CHAT_COMPLETIONS,
                "{\"model\":\"claude-small\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                    .formatted("of it ".repeat(30_000))));
    assertThat(answer.body().path("error").path("code").asString())
        .isEqualTo("context_length_exceeded");
    assertThat(answer.message()).startsWith("This model's maximum context length is 20000 tokens.");
  }

  @Test
  void goesToAnotherModelThatHasRoom() {
    use = List.of("anthropic/claude-small", "anthropic/claude-large");
    Whole answer = answer();
    assertThat(answer.header("devtail-model")).isEqualTo("anthropic/claude-large");
    assertThat(answer.header("devtail-window")).isEmpty();
    assertThat(sent(0)).isEqualTo(conversation().replace("claude-small", "claude-large"));
  }

  @Test
  void losesItsOldestResultsWhereTheCallerWantsThat() {
    Whole answer = answer(new Header("devtail-window", "drop-tool-results"));
    assertThat(answer.header("devtail-window"))
        .matches("drop-tool-results; tokens=\\d+->\\d+; results=[1-9]");
    assertThat(sent(0))
        .contains("\"tool_use_id\":\"t1\",\"content\":\"[DevTail has left this result out")
        .contains("result 10 of it")
        .doesNotContain("result 1 of it");
    assertThat(providers.calls.getFirst().headers().first("devtail-window")).isEmpty();
    assertThat(entries).hasSize(1);
  }

  @Test
  void isShortenedWhereTheProviderSaysThatItIsTooLong() {
    use = List.of("anthropic/claude-large");
    window = new WindowSettings(List.of(Strategy.DROP_TOOL_RESULTS), Optional.empty());
    script =
        call ->
            providers.calls.size() == 1 ? Scripted.json(400, TOO_LONG) : Scripted.json(200, DONE);
    Whole answer = answer();
    assertThat(answer.head().status()).isEqualTo(200);
    assertThat(answer.header("devtail-window"))
        .matches("drop-tool-results; tokens=5[12]\\d{3}->1\\d{4}; results=[1-9]");
    assertThat(answer.header("devtail-attempts")).isEqualTo("2");
    assertThat(sent(1).length()).isLessThan(sent(0).length() / 2);
    assertThat(entries).hasSize(1);
  }

  @Test
  void isShortenedOnceAndThenTheProvidersWordsStand() {
    use = List.of("anthropic/claude-large");
    window = new WindowSettings(List.of(Strategy.DROP_TOOL_RESULTS), Optional.empty());
    script = call -> Scripted.json(400, TOO_LONG);
    Whole answer = answer();
    assertThat(answer.head().status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("prompt is too long: 52000 tokens > 20000 maximum");
    assertThat(providers.calls).hasSize(2);
  }

  @Test
  void isLeftAsItIsWhereRefusingIsTheStrategy() {
    use = List.of("anthropic/claude-large");
    script = call -> Scripted.json(400, TOO_LONG);
    Whole answer = answer();
    assertThat(answer.body()).isEqualTo(JsonMapper.shared().readTree(TOO_LONG));
    assertThat(providers.calls).hasSize(1);
  }

  @Test
  void isSummarisedOnceForAllCallsThatCutItAlike() {
    window =
        new WindowSettings(
            List.of(Strategy.SUMMARISE), Optional.of(ModelName.parse("anthropic/claude-mini")));
    script =
        call ->
            Scripted.json(
                200,
                new String(call.body(), StandardCharsets.UTF_8).contains("claude-mini")
                    ? DONE.replace("done", "The build was broken.")
                    : DONE);
    Relay relay = relay();
    RelayCall call = call(Operation.MESSAGES, conversation());
    assertThat(answer(relay, call).header("devtail-window"))
        .matches("summarise; tokens=\\d+->\\d+; turns=\\d+");
    assertThat(sent(0)).contains("claude-mini", "<transcript>\\nuser: Fix the build.");
    assertThat(sent(1))
        .contains("<summary>\\nThe build was broken.\\n</summary>")
        .doesNotContain("result 1 of it")
        .contains("result 10 of it");
    answer(relay, call);
    assertThat(providers.calls).as("one summary, two answers").hasSize(3);
    assertThat(entries)
        .extracting(LedgerEntry::agentRole)
        .containsExactlyInAnyOrder("window-summary", "", "");
  }

  @Test
  void isRefusedWhereNobodyWritesASummary() {
    window =
        new WindowSettings(
            List.of(Strategy.SUMMARISE, Strategy.REFUSE),
            Optional.of(ModelName.parse("anthropic/claude-mini")));
    script = call -> Scripted.json(401, "{\"error\":{\"message\":\"no key\"}}");
    assertThat(answer().message()).startsWith("prompt is too long: ");
    assertThat(providers.calls).hasSize(1);
  }

  @Test
  void anUnknownStrategyIsNamed() {
    Whole answer = answer(new Header("devtail-window", "forget"));
    assertThat(answer.head().status()).isEqualTo(400);
    assertThat(answer.message())
        .isEqualTo("devtail-window: forget (expected: refuse, drop-tool-results, summarise)");
  }

  @Test
  void aDryRunTellsWhatWouldBeDone() {
    JsonNode window =
        answer(
                new Header("devtail-dry-run", "true"),
                new Header("devtail-window", "drop-tool-results, refuse"))
            .body()
            .path("window");
    assertThat(window.path("too_long").asBoolean()).isTrue();
    assertThat(window.path("room").asLong()).isEqualTo(19_000);
    assertThat(window.path("tokens").asLong()).isGreaterThan(window.path("at_least").asLong());
    assertThat(window.path("strategies").toString())
        .isEqualTo("[\"drop-tool-results\",\"refuse\"]");
    assertThat(providers.calls).isEmpty();
  }

  @Test
  void isCountedHoweverLongItIs() {
    script = call -> Scripted.json(200, "{\"input_tokens\":52000}");
    assertThat(
            answer(relay(), call(Operation.COUNT_TOKENS, conversation()))
                .body()
                .path("input_tokens")
                .asLong())
        .isEqualTo(52_000);
  }
}
