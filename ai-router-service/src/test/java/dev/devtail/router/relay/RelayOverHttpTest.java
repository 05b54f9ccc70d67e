package dev.devtail.router.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.router.budget.Budgets;
import dev.devtail.router.cache.ResponseCache;
import dev.devtail.router.catalog.Catalog;
import dev.devtail.router.catalog.ConfiguredModels;
import dev.devtail.router.catalog.FirstTokenTimes;
import dev.devtail.router.exchange.HttpFaults;
import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.ledger.RecordedCall;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.provider.Addresses;
import dev.devtail.router.provider.AnswerHead;
import dev.devtail.router.provider.Deployment;
import dev.devtail.router.provider.DeploymentLimits;
import dev.devtail.router.provider.Deployments;
import dev.devtail.router.provider.HttpProviderClient;
import dev.devtail.router.relay.RelayCall.Operation;
import dev.devtail.router.route.Choice;
import dev.devtail.router.route.Condition;
import dev.devtail.router.route.Rule;
import dev.devtail.router.route.Rules;
import dev.devtail.router.window.Strategy;
import dev.devtail.simulator.Ending;
import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.FaultRule;
import dev.devtail.simulator.script.Match;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

/** Against providers that speak their protocols over real connections, and break as they do. */
class RelayOverHttpTest {

  private static final String TEXT = "The quick brown fox jumps over the lazy dog, äöü and 漢字.";
  private static final Script SCRIPT = Script.always(Answer.text(TEXT)).lenient();

  private static final String MESSAGES =
      """
      {"model": "claude-sonnet-4-6", "max_tokens": 100, "stream": %s, "unheard_of": {"x": [1.50]},
       "messages": [{"role": "user", "content": "Hi"}]}""";

  /** Two rounds of a tool; the first result is long. */
  private static final String WITH_RESULTS =
      """
      {"model": "claude-sonnet-4-6", "max_tokens": 100, "stream": true,
       "tools": [{"name": "Read", "input_schema": {"type": "object"}}],
       "messages": [
         {"role": "user", "content": "Hi"},
         {"role": "assistant",
          "content": [{"type": "tool_use", "id": "t1", "name": "Read", "input": {}}]},
         {"role": "user",
          "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "%s"}]},
         {"role": "assistant",
          "content": [{"type": "tool_use", "id": "t2", "name": "Read", "input": {}}]},
         {"role": "user",
          "content": [{"type": "tool_result", "tool_use_id": "t2", "content": "short"}]}]}"""
          .formatted("of it ".repeat(300));

  private static final String CHAT =
      """
      {"model": "gpt-5", "stream": %s, "messages": [{"role": "user", "content": "Hi"}]}""";

  private static final String RESPONSES =
      """
      {"model": "gpt-5", "stream": %s, "store": false, "input": "Hi"}""";

  /** Longer than anything takes that does not stall. */
  private static final RelayTimes PATIENT =
      new RelayTimes(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          Duration.ZERO);

  /** For those that do. */
  private static final RelayTimes SHORT =
      new RelayTimes(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          Duration.ZERO);

  private RelayTimes times = PATIENT;
  private WindowSettings window = WindowSettings.REFUSE;

  private static ProviderSimulator simulator;
  private static ConnectionProvider connections;

  private final List<LedgerEntry> entries = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    simulator = ProviderSimulator.start(SCRIPT);
    connections = ConnectionProvider.create("test", 100);
  }

  @AfterAll
  static void stop() {
    connections.dispose();
    simulator.close();
  }

  @BeforeEach
  void nothingHasCome() {
    simulator.script(SCRIPT);
    simulator.reset();
  }

  @AfterEach
  void everyCallIsAccountedForOnce() {
    assertThat(entries).hasSizeLessThanOrEqualTo(1);
  }

  /** Two ways to one provider, which answers everything. */
  private Relay relay(Provider provider, String model) {
    String name = provider.name();
    ProviderProtocol protocol =
        switch (provider) {
          case ANTHROPIC -> ProviderProtocol.ANTHROPIC;
          case GEMINI -> ProviderProtocol.GEMINI;
          case OLLAMA -> ProviderProtocol.OLLAMA;
          case OPENAI, DEEPSEEK, OPENROUTER -> ProviderProtocol.OPENAI;
        };
    URI url = simulator.url(provider);
    InstantSource clock = InstantSource.system();
    FirstTokenTimes firstTokens = new FirstTokenTimes(clock);
    Deployments deployments =
        new Deployments(
            List.of(
                new Deployment(
                    name, 1, protocol, url, ProviderSimulator.KEY, 1, DeploymentLimits.NONE),
                new Deployment(
                    name, 2, protocol, url, ProviderSimulator.KEY, 1, DeploymentLimits.NONE)),
            CircuitBreakerConfig.custom().failureRateThreshold(100).build(),
            clock,
            new Random(1));
    Catalog catalog = Catalog.builtIn();
    Rules rules =
        new Rules(
            List.of(new Rule("all", Condition.ALWAYS, List.of(Choice.parse(name + "/" + model)))),
            new ConfiguredModels(catalog, deployments.providers(), firstTokens));
    Ledger ledger =
        new Ledger() {
          @Override
          public Mono<Void> record(RecordedCall call) {
            return Mono.fromRunnable(() -> entries.add(call.entry()));
          }

          @Override
          public Mono<Void> requireRoom() {
            return Mono.empty();
          }
        };
    return new Relay(
        rules,
        deployments,
        catalog,
        Budgets.none(ledger),
        ledger,
        new ResponseCache(false, 1 << 20, Duration.ofHours(1), () -> 0),
        window,
        new Attempts(
            new HttpProviderClient(reactor.netty.http.client.HttpClient.create(connections)),
            deployments,
            new HttpFaults(clock),
            times,
            firstTokens),
        clock,
        () -> "id",
        UUID::randomUUID);
  }

  private static RelayCall call(Operation operation, String body) {
    return new RelayCall(
        "ada",
        "",
        operation,
        "",
        new Headers(List.of(new Header("anthropic-version", "2023-06-01"))),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static RelayCall messages(boolean stream) {
    return call(Operation.MESSAGES, MESSAGES.formatted(stream));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Whole(AnswerHead head, byte[] bytes) {

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static Whole answer(Relay relay, RelayCall call) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<AnswerHead> heads = new CopyOnWriteArrayList<>();
    StepVerifier.create(relay.relay(call))
        .thenConsumeWhile(
            part -> true,
            part -> {
              if (part.head() != null) {
                heads.add(part.head());
              }
              bytes.writeBytes(part.body());
            })
        .expectComplete()
        .verify(Duration.ofSeconds(30));
    assertThat(heads).hasSize(1);
    return new Whole(heads.getFirst(), bytes.toByteArray());
  }

  /** Goes wrong with the first request only. */
  private void firstFails(String faults) {
    times = faults.startsWith("stall") ? SHORT : PATIENT;
    Match first = new Match(null, null, null, null, null, null, null, null, null, 1L);
    simulator.script(SCRIPT.fault(new FaultRule(first, 1, Fault.parse(faults))));
  }

  private static int count(String what, String in) {
    return in.split(what, -1).length - 1;
  }

  /** The words of the deltas, put together. */
  private static String said(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> JsonMapper.shared().readTree(line.substring(6)))
        .map(
            event ->
                event.path("delta").path("text").asString("")
                    + event.path("choices").path(0).path("delta").path("content").asString("")
                    + (event.path("type").asString("").equals("response.output_text.delta")
                        ? event.path("delta").asString("")
                        : ""))
        .reduce("", String::concat);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "529",
        "429",
        "500",
        "503",
        "401",
        "404",
        "too-long",
        "empty",
        "cut:before-head",
        "cut:before-first-token",
        "stall:before-head",
        "stall:before-first-token",
        "error-event:before-first-token",
        "error-event:before-first-token:rate-limited"
      })
  void whatFailsBeforeTheFirstTokenIsCuredUnseen(String fault) {
    for (Provider provider : List.of(Provider.ANTHROPIC, Provider.OPENAI, Provider.GEMINI)) {
      entries.clear();
      simulator.reset();
      firstFails(fault);
      Whole answer = answer(relay(provider, model(provider)), messages(true));
      assertThat(said(answer.text())).as("%s", provider).isEqualTo(TEXT);
      assertThat(count("event: message_start", answer.text())).isOne();
      assertThat(answer.text()).contains("event: message_stop").doesNotContain("event: error");
      assertThat(answer.head().headers().first("devtail-attempts")).isEqualTo("2");
      assertThat(entries.getFirst().outcome()).isEqualTo(Outcome.DONE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, 401, invalid x-api-key",
    "too-long, 400, prompt is too long: 210000 tokens > 200000 maximum"
  })
  void whatEveryWayRefusesIsToldInTheProvidersWords(String fault, int status, String message) {
    simulator.script(SCRIPT.fault(Match.ANY, Fault.parse(fault).getFirst()));
    Whole answer = answer(relay(Provider.ANTHROPIC, "claude-sonnet-4-6"), messages(true));
    assertThat(answer.head().status()).isEqualTo(status);
    assertThat(answer.text()).contains(message).contains("\"request_id\":\"req_01");
    assertThat(answer.head().headers().first("request-id")).startsWith("req_");
    assertThat(entries.getFirst().outcome()).isEqualTo(Outcome.FAILED);
  }

  private static FaultRule tooLong(long request) {
    Match match = new Match(null, null, null, null, null, null, null, null, null, request);
    return new FaultRule(match, 1, Fault.parse("too-long"));
  }

  @Test
  void whatIsTooLongForEveryWayIsShortenedAndAskedAgain() {
    window = new WindowSettings(List.of(Strategy.DROP_TOOL_RESULTS), Optional.empty());
    for (Provider provider : List.of(Provider.ANTHROPIC, Provider.OPENAI, Provider.GEMINI)) {
      entries.clear();
      simulator.reset();
      simulator.script(SCRIPT.fault(tooLong(1)).fault(tooLong(2)));
      Whole answer =
          answer(relay(provider, model(provider)), call(Operation.MESSAGES, WITH_RESULTS));
      assertThat(said(answer.text())).as("%s", provider).isEqualTo(TEXT);
      assertThat(answer.head().headers().first("devtail-window"))
          .matches("drop-tool-results; tokens=\\d+->\\d+; results=1");
      assertThat(answer.head().headers().first("devtail-attempts")).isEqualTo("3");
      assertThat(entries.getFirst().outcome()).isEqualTo(Outcome.DONE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cut:after-first-token",
        "cut:within-event",
        "stall:after-first-token",
        "error-event:after-first-token",
        "malformed"
      })
  void whatFailsBehindTheFirstTokenIsTold(String fault) {
    for (Provider provider : List.of(Provider.ANTHROPIC, Provider.OPENAI, Provider.GEMINI)) {
      if (fault.equals("malformed") && provider == Provider.ANTHROPIC) {
        // Its bytes are the caller's, whatever they are.
        continue;
      }
      entries.clear();
      simulator.reset();
      firstFails(fault);
      Whole answer = answer(relay(provider, model(provider)), messages(true));
      assertThat(TEXT).as("%s", provider).startsWith(said(answer.text()));
      assertThat(count("event: message_start", answer.text())).isOne();
      assertThat(answer.text()).doesNotContain("event: message_stop");
      assertThat(count("event: error", answer.text())).as(answer.text()).isOne();
      assertThat(entries.getFirst().outcome()).isEqualTo(Outcome.BROKEN);
    }
  }

  private static String model(Provider provider) {
    return switch (provider) {
      case ANTHROPIC -> "claude-sonnet-4-6";
      case OPENAI -> "gpt-5";
      case GEMINI -> "gemini-2.5-pro";
      case OLLAMA -> "qwen3-coder";
      case DEEPSEEK -> "deepseek-chat";
      case OPENROUTER -> "anthropic/claude-sonnet-4.5";
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "odd-borders", "crlf", "comments", "unknown", "crlf,unknown,comments"})
  void bytesPassAsTheyAre(String faults) throws Exception {
    byte[] direct;
    firstFails(faults);
    try (HttpClient client = HttpClient.newHttpClient()) {
      direct =
          client
              .send(
                  HttpRequest.newBuilder(
                          URI.create(simulator.url(Provider.ANTHROPIC) + "/v1/messages"))
                      .header("x-api-key", ProviderSimulator.KEY)
                      .header("anthropic-version", "2023-06-01")
                      .header("content-type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(MESSAGES.formatted(true)))
                      .build(),
                  BodyHandlers.ofByteArray())
              .body();
    }
    simulator.reset();
    Whole answer = answer(relay(Provider.ANTHROPIC, "claude-sonnet-4-6"), messages(true));
    assertThat(answer.bytes()).isEqualTo(direct);
    assertThat(simulator.received().getLast().bodyText()).isEqualTo(MESSAGES.formatted(true));
  }

  @ParameterizedTest
  @CsvSource({"gzip", "drip:0", "odd-borders", "comments", "unknown", "crlf"})
  void whatIsUnusualIsNoFault(String fault) {
    for (Provider provider : Provider.values()) {
      entries.clear();
      simulator.reset();
      firstFails(fault);
      Whole answer = answer(relay(provider, model(provider)), messages(true));
      assertThat(said(answer.text())).as("%s %s", provider, answer.text()).isEqualTo(TEXT);
      assertThat(answer.head().headers().first("devtail-attempts")).isEqualTo("1");
    }
  }

  @Test
  void everybodyUnderstandsEverybody() {
    for (Provider provider : Provider.values()) {
      for (Operation operation :
          List.of(Operation.MESSAGES, Operation.CHAT_COMPLETIONS, Operation.RESPONSES)) {
        String body =
            switch (operation) {
              case MESSAGES, COUNT_TOKENS -> MESSAGES;
              case CHAT_COMPLETIONS -> CHAT;
              case RESPONSES -> RESPONSES;
            };
        Relay relay = relay(provider, model(provider));
        entries.clear();
        Whole streamed = answer(relay, call(operation, body.formatted(true)));
        assertThat(said(streamed.text()))
            .as("%s to %s: %s", operation, provider, streamed.text())
            .isEqualTo(TEXT);
        entries.clear();
        Whole whole = answer(relay, call(operation, body.formatted(false)));
        assertThat(whole.head().status()).isEqualTo(200);
        assertThat(whole.text()).as("%s to %s", operation, provider).contains(TEXT);
        assertThat(entries.getFirst().usage().output()).isPositive();
      }
    }
  }

  @Test
  void whoGoesAwayEndsTheCallAtTheProviderAndPaysForIt() {
    firstFails("stall:after-first-token");
    Disposable caller =
        relay(Provider.ANTHROPIC, "claude-sonnet-4-6").relay(messages(true)).subscribe();
    await().until(() -> simulator.count() == 1);
    await().until(() -> !simulator.received().isEmpty());
    caller.dispose();
    await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> simulator.received().getFirst().ending() == Ending.CLIENT_GONE);
    await().until(() -> !entries.isEmpty());
    assertThat(entries.getFirst().outcome()).isEqualTo(Outcome.CANCELLED);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aProviderThatIsNotThereIsCalledThat() throws IOException {
    Deployment nowhere =
        new Deployment(
            "OPENAI",
            1,
            ProviderProtocol.OPENAI,
            URI.create("http://127.0.0.1:" + closedPort()),
            "k",
            1,
            DeploymentLimits.NONE);
    StepVerifier.create(
            new HttpProviderClient(reactor.netty.http.client.HttpClient.create(connections))
                .call(
                    Addresses.passed(nowhere, "/chat/completions", "", Headers.NONE, new byte[0]),
                    (head, body) -> body))
        .verifyErrorSatisfies(
            failure ->
                assertThat(Objects.requireNonNull(failure.getMessage()))
                    .contains("it takes no connection"));
  }
}
