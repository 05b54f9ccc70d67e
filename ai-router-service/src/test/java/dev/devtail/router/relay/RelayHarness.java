package dev.devtail.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.budget.AtCap;
import dev.devtail.router.budget.Balance;
import dev.devtail.router.budget.Budget;
import dev.devtail.router.budget.BudgetAccounts;
import dev.devtail.router.budget.BudgetScope;
import dev.devtail.router.budget.BudgetSettings;
import dev.devtail.router.budget.Budgets;
import dev.devtail.router.budget.Claim;
import dev.devtail.router.budget.HeldBudgets;
import dev.devtail.router.budget.Period;
import dev.devtail.router.budget.Reservation;
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
import dev.devtail.router.route.Rule;
import dev.devtail.router.route.Rules;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A relay with everything around it scripted, or in memory. */
abstract class RelayHarness {

  static final String START =
      "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{}}}\n\n";
  static final String WORD =
      "event: content_block_delta\ndata: {\"type\":\"content_block_delta\"}\n\n";
  static final String STOP = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
  static final String OVERLOADED =
      "event: error\n"
          + "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}\n\n";
  static final String BODY =
      "{ \"model\" : \"claude-x\", \"stream\":true, \"unknown\": [1.50, 2E3] }";

  static final RelayTimes TIMES =
      new RelayTimes(
          Duration.ofSeconds(20),
          Duration.ofSeconds(8),
          Duration.ofMinutes(1),
          Duration.ofSeconds(5),
          Duration.ZERO);

  /** A million tokens written by the large one cost 10 dollars, by the other nobody knows. */
  private static final Catalog PRICES =
      Catalog.builtIn()
          .with(
              new ByteArrayInputStream(
                  """
                  {"anthropic/claude-large": {
                    "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-5,
                    "supports_function_calling": true}}
                  """
                      .getBytes(StandardCharsets.UTF_8)));

  final KeptEntries ledger = new KeptEntries();
  final Instant now = Instant.parse("2026-11-22T00:00:00Z");

  private final FirstTokenTimes firstTokens = new FirstTokenTimes(InstantSource.fixed(now));

  boolean broke;
  WindowSettings window = WindowSettings.REFUSE;
  RelayTimes times = TIMES;
  DeploymentLimits limits = DeploymentLimits.NONE;

  /** None; or one that lets nothing in whose price nobody knows. */
  private Budgets budgets() {
    if (!broke) {
      return Budgets.none(ledger);
    }
    HeldBudgets held =
        new HeldBudgets(
            ledger,
            new NoAccounts(),
            new BudgetSettings(UUID.randomUUID(), Duration.ofHours(1)),
            UUID::randomUUID,
            Clock.fixed(now, ZoneOffset.UTC));
    held.know(
        List.of(
            new Budget(
                UUID.randomUUID(),
                Optional.of("ada"),
                new BudgetScope.User(),
                new Period(Period.Unit.DAY, ZoneOffset.UTC),
                BigDecimal.ONE,
                Budget.DEFAULT_WARN_AT,
                AtCap.STOP,
                false)));
    return held;
  }

  /** Nobody asks them: what a call may cost has to be known before. */
  private static final class NoAccounts implements BudgetAccounts {

    @Override
    public Mono<Reservation.Result> reserve(Reservation reservation) {
      return Mono.error(new AssertionError());
    }

    @Override
    public Mono<Long> release(UUID reservation) {
      return Mono.just(0L);
    }

    @Override
    public Mono<List<Balance>> balances(List<Claim> claims) {
      return Mono.error(new AssertionError());
    }

    @Override
    public Mono<Long> releaseExpired(Instant time) {
      return Mono.just(0L);
    }

    @Override
    public Mono<Long> releaseOf(UUID holder, Instant before) {
      return Mono.just(0L);
    }
  }

  /** Keeps what it is told. */
  static final class KeptEntries implements Ledger {

    final List<LedgerEntry> entries = new ArrayList<>();

    @Override
    public Mono<Void> record(RecordedCall call) {
      return Mono.fromRunnable(() -> entries.add(call.entry()));
    }

    @Override
    public Mono<Void> requireRoom() {
      return Mono.empty();
    }

    LedgerEntry only() {
      assertThat(entries).hasSize(1);
      return entries.getFirst();
    }
  }

  private Deployment way(String provider, int number, ProviderProtocol protocol) {
    return new Deployment(
        provider,
        number,
        protocol,
        URI.create("https://%s-%d.example.org".formatted(provider, number)),
        "secret-" + number,
        1,
        limits);
  }

  /** Anthropic twice, and a mirror of it. */
  Relay relay(ScriptedProviders providers) {
    List<Deployment> ways =
        List.of(
            way("anthropic", 1, ProviderProtocol.ANTHROPIC),
            way("mirror", 1, ProviderProtocol.ANTHROPIC));
    Deployments deployments =
        new Deployments(
            ways,
            CircuitBreakerConfig.custom().failureRateThreshold(100).build(),
            InstantSource.fixed(now),
            new Random(1));
    Rules rules =
        new Rules(
            List.of(
                new Rule(
                    "both",
                    Condition.ALWAYS,
                    List.of(Choice.parse("anthropic/claude-large"), Choice.parse("mirror/*")))),
            new ConfiguredModels(PRICES, deployments.providers(), firstTokens));
    InstantSource clock = InstantSource.fixed(now);
    return new Relay(
        rules,
        deployments,
        PRICES,
        budgets(),
        ledger,
        new ResponseCache(false, 1 << 20, Duration.ofHours(1), () -> 0),
        window,
        new Attempts(providers, deployments, new HttpFaults(clock), times, firstTokens),
        clock,
        () -> "id",
        UUID::randomUUID);
  }

  static RelayCall call(String body) {
    return new RelayCall(
        "ada",
        "",
        Operation.MESSAGES,
        "beta=true",
        new Headers(
            List.of(
                new Header("anthropic-beta", "a,b"),
                new Header("authorization", "Bearer of-ours"),
                new Header("x-forwarded-for", "10.0.0.1"))),
        body.getBytes(StandardCharsets.UTF_8));
  }

  static Function<ProviderCall, Scripted> inTurn(Scripted... answers) {
    Queue<Scripted> queue = new ArrayDeque<>(List.of(answers));
    return call -> queue.remove();
  }

  record Whole(AnswerHead head, String body) {}

  /** What the caller has got, and that only the first part had a head. */
  static Whole collect(Flux<AnswerPart> answer) {
    List<AnswerPart> parts = new ArrayList<>();
    StepVerifier.create(answer).thenConsumeWhile(part -> true, parts::add).verifyComplete();
    assertThat(parts).isNotEmpty();
    assertThat(parts.stream().skip(1)).allMatch(part -> part.head() == null);
    AnswerHead head = Objects.requireNonNull(parts.getFirst().head());
    return new Whole(
        head,
        parts.stream()
            .map(part -> new String(part.body(), StandardCharsets.UTF_8))
            .collect(Collectors.joining()));
  }
}
