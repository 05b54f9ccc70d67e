package dev.devtail.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.provider.ProviderCall;
import dev.devtail.router.relay.RelayCall.Operation;
import dev.devtail.router.relay.ScriptedProviders.Scripted;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class RelayTest extends RelayHarness {

  @Test
  void theCallersBytesGoToTheProviderButForTheModel() {
    ScriptedProviders providers = new ScriptedProviders(inTurn(Scripted.stream(START, WORD, STOP)));
    Whole answer = collect(relay(providers).relay(call(BODY)));
    ProviderCall sent = providers.calls.getFirst();
    assertThat(new String(sent.body(), StandardCharsets.UTF_8))
        .isEqualTo(BODY.replace("claude-x", "claude-large"));
    assertThat(sent.url()).isEqualTo("https://anthropic-1.example.org/v1/messages?beta=true");
    assertThat(sent.headers().all())
        .containsExactlyInAnyOrder(
            new Header("anthropic-beta", "a,b"),
            new Header("content-type", "application/json"),
            new Header("x-api-key", "secret-1"),
            new Header("anthropic-version", "2023-06-01"));
    assertThat(answer.body()).isEqualTo(START + WORD + STOP);
    assertThat(answer.head().headers().first("request-id")).isEqualTo("req_1");
    assertThat(answer.head().headers().first("transfer-encoding")).isEmpty();
    assertThat(answer.head().headers().first("devtail-model")).isEqualTo("anthropic/claude-large");
    assertThat(answer.head().headers().first("devtail-rule")).isEqualTo("both");
  }

  @Test
  void whatFailsBeforeTheAnswerIsCuredUnseen() {
    for (Scripted failing :
        List.of(
            Scripted.json(529, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}"),
            Scripted.json(200, "<html>"),
            Scripted.json(200, ""),
            Scripted.unreachable(),
            Scripted.stream(OVERLOADED),
            Scripted.stream(START + OVERLOADED),
            Scripted.stream(START),
            Scripted.stream(ScriptedProviders.cut(START)),
            Scripted.stream())) {
      ScriptedProviders providers =
          new ScriptedProviders(inTurn(failing, Scripted.stream(START, WORD, STOP)));
      Whole answer = collect(relay(providers).relay(call(BODY)));
      assertThat(answer.body()).isEqualTo(START + WORD + STOP);
      assertThat(answer.head().headers().first("devtail-attempts")).isEqualTo("2");
      assertThat(answer.head().headers().first("devtail-model")).isEqualTo("mirror/claude-x");
    }
  }

  @Test
  void behindTheFirstContentEveryFailureIsTold() {
    Whole cut =
        collect(
            relay(
                    new ScriptedProviders(
                        inTurn(
                            Scripted.stream(
                                ScriptedProviders.cut(START, WORD, "event: content_b")))))
                .relay(call(BODY)));
    assertThat(cut.body())
        .startsWith(START + WORD + "event: error\n")
        .doesNotContain("content_b\n");

    Whole ended =
        collect(
            relay(new ScriptedProviders(inTurn(Scripted.stream(START, WORD)))).relay(call(BODY)));
    assertThat(ended.body()).startsWith(START + WORD + "event: error\n");

    Whole told =
        collect(
            relay(new ScriptedProviders(inTurn(Scripted.stream(START, WORD, OVERLOADED))))
                .relay(call(BODY)));
    assertThat(told.body()).isEqualTo(START + WORD + OVERLOADED);
  }

  @Test
  void whatNoOtherWouldCureIsPassedOnAsItIs() {
    String words = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\"},\"x\":1}";
    ScriptedProviders providers = new ScriptedProviders(inTurn(Scripted.json(400, words)));
    Whole answer = collect(relay(providers).relay(call(BODY)));
    assertThat(answer.head().status()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo(words);
  }

  @Test
  void whereAllFailForLongTheLastOnesWordsAreTold() {
    Scripted limited =
        Scripted.json(
            429,
            "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\"}}",
            new Header("retry-after", "60"));
    ScriptedProviders providers = new ScriptedProviders(inTurn(limited, limited));
    Whole answer = collect(relay(providers).relay(call(BODY)));
    assertThat(answer.head().status()).isEqualTo(429);
    assertThat(answer.head().headers().first("retry-after")).isEqualTo("60");
    assertThat(providers.calls).hasSize(2);
  }

  @Test
  void whatPassesSoonIsWaitedFor() {
    Scripted overloaded = Scripted.json(529, "{}");
    ScriptedProviders providers =
        new ScriptedProviders(
            inTurn(overloaded, overloaded, overloaded, Scripted.stream(START, WORD, STOP)));
    StepVerifier.withVirtualTime(() -> relay(providers).relay(call(BODY)))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(250))
        .expectNextCount(2)
        .verifyComplete();
    assertThat(providers.calls).hasSize(4);
  }

  @Test
  void whoDoesNotBeginToAnswerIsLeft() {
    ScriptedProviders providers =
        new ScriptedProviders(
            inTurn(
                Scripted.stream(Flux.just(START).concatWith(Flux.never())),
                Scripted.stream(START, WORD, STOP)));
    StepVerifier.withVirtualTime(() -> relay(providers).relay(call(BODY)))
        .expectSubscription()
        // It has sent something, and then nothing any more.
        .expectNoEvent(TIMES.idle().minusMillis(1))
        .thenAwait(TIMES.firstToken())
        .expectNextCount(2)
        .verifyComplete();
    assertThat(providers.cancelled).isPositive();
  }

  @Test
  void whoGoesAwayEndsTheCallAtTheProvider() {
    ScriptedProviders providers =
        new ScriptedProviders(
            inTurn(Scripted.stream(Flux.just(START, WORD).concatWith(Flux.never()))));
    StepVerifier.create(relay(providers).relay(call(BODY)))
        .expectNextCount(1)
        .thenCancel()
        .verify(Duration.ofSeconds(10));
    assertThat(providers.cancelled).isOne();
  }

  @Test
  void thePromptOfASubAgentMayNameItsModelAndTheProviderDoesNotSeeThat() {
    ScriptedProviders providers = new ScriptedProviders(inTurn(Scripted.stream(START, WORD, STOP)));
    String body =
        """
        {"model":"claude-x","stream":true,"system":[{"type":"text","text":"You are an agent."},
         {"type":"text","text":"%sLook for bugs."}],"messages":[]}""";
    String tag = "<CCR-SUBAGENT-MODEL>mirror,claude-mini</CCR-SUBAGENT-MODEL>";
    Whole answer = collect(relay(providers).relay(call(body.formatted(tag))));
    assertThat(answer.head().headers().first("devtail-rule")).isEqualTo("named");
    assertThat(answer.head().headers().first("devtail-model")).isEqualTo("mirror/claude-mini");
    assertThat(new String(providers.calls.getFirst().body(), StandardCharsets.UTF_8))
        .isEqualTo(body.formatted("").replace("claude-x", "claude-mini"));
  }

  @Test
  void whoWouldAnswerCanBeAskedForWithoutAsking() {
    ScriptedProviders nobody = new ScriptedProviders(inTurn());
    RelayCall dry = call(BODY);
    Whole answer =
        collect(
            relay(nobody)
                .relay(
                    new RelayCall(
                        dry.user(),
                        dry.session(),
                        dry.operation(),
                        dry.query(),
                        dry.headers().with("devtail-dry-run", "true"),
                        dry.body())));
    assertThat(answer.body())
        .contains("\"rule\":\"both\"", "\"anthropic/claude-large\",\"mirror/claude-x\"")
        .doesNotContain("secret");
    assertThat(nobody.calls).isEmpty();
    assertThat(ledger.entries).isEmpty();
  }

  @Test
  void mistakesAreAnsweredInTheCallersProtocol() {
    ScriptedProviders nobody = new ScriptedProviders(inTurn());
    Whole malformed = collect(relay(nobody).relay(call("{\"model\":")));
    assertThat(malformed.head().status()).isEqualTo(400);
    assertThat(malformed.body())
        .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\"");
    assertThat(nobody.calls).isEmpty();
  }

  @Test
  void everyCallIsAccountedForOnceHoweverItEnds() {
    String used =
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":7}}\n\n";
    String begun =
        "event: message_start\n"
            + "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5}}}\n\n";

    collect(
        relay(new ScriptedProviders(inTurn(Scripted.stream(begun, WORD, used, STOP))))
            .relay(call(BODY)));
    assertThat(ledger.only().outcome()).isEqualTo(Outcome.DONE);
    assertThat(ledger.only().cost()).contains(new BigDecimal("0.000075"));
    assertThat(ledger.only().usage().output()).isEqualTo(7);
    assertThat(ledger.only().model()).hasToString("anthropic/claude-large");
    ledger.entries.clear();

    collect(
        relay(new ScriptedProviders(inTurn(Scripted.stream(begun, WORD, used)))).relay(call(BODY)));
    assertThat(ledger.only().outcome()).isEqualTo(Outcome.BROKEN);
    assertThat(ledger.only().cost()).contains(new BigDecimal("0.000075"));
    ledger.entries.clear();

    collect(
        relay(
                new ScriptedProviders(
                    inTurn(Scripted.json(400, "{\"type\":\"error\",\"error\":{}}"))))
            .relay(call(BODY)));
    assertThat(ledger.only().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(ledger.only().cost()).contains(BigDecimal.ZERO);
    ledger.entries.clear();

    StepVerifier.create(
            relay(
                    new ScriptedProviders(
                        inTurn(Scripted.stream(Flux.just(begun, WORD).concatWith(Flux.never())))))
                .relay(call(BODY)))
        .expectNextCount(1)
        .thenCancel()
        .verify(Duration.ofSeconds(10));
    assertThat(ledger.only().outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(ledger.only().usage().input()).isEqualTo(5);
    ledger.entries.clear();

    // The first has read five tokens before it failed, and the price of the second is not known.
    collect(
        relay(
                new ScriptedProviders(
                    inTurn(
                        Scripted.stream(begun + OVERLOADED),
                        Scripted.stream(begun, WORD, used, STOP))))
            .relay(call(BODY)));
    assertThat(ledger.only().outcome()).isEqualTo(Outcome.DONE);
    assertThat(ledger.only().attempts()).isEqualTo(2);
    assertThat(ledger.only().usage().input()).isEqualTo(10);
    assertThat(ledger.only().cost()).isEmpty();
  }

  @Test
  void whatNoBudgetLetsInIsRefusedAndNoted() {
    broke = true;
    ScriptedProviders nobody = new ScriptedProviders(inTurn());
    Whole answer = collect(relay(nobody).relay(call(BODY)));
    assertThat(answer.head().status()).isEqualTo(402);
    assertThat(answer.body())
        .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"billing_error\"");
    assertThat(nobody.calls).isEmpty();
    assertThat(ledger.only().outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(ledger.only().cost()).contains(BigDecimal.ZERO);
  }

  /** Neither let in by a budget nor accounted for. */
  @Test
  void countingTokensIsFree() {
    broke = true;
    RelayCall messages = call(BODY);
    RelayCall counting =
        new RelayCall(
            messages.user(),
            messages.session(),
            Operation.COUNT_TOKENS,
            "",
            messages.headers(),
            messages.body());
    ScriptedProviders providers =
        new ScriptedProviders(inTurn(Scripted.json(200, "{\"input_tokens\":14}")));
    assertThat(collect(relay(providers).relay(counting)).body()).isEqualTo("{\"input_tokens\":14}");
    assertThat(providers.calls.getFirst().url()).endsWith("/v1/messages/count_tokens");
    assertThat(ledger.entries).isEmpty();
  }

  @Test
  void whoAsksForItIsGivenTheSameAnswerAgain() {
    ScriptedProviders once =
        new ScriptedProviders(
            inTurn(
                Scripted.stream(START, WORD), // cut off: not to be kept
                Scripted.stream(START, WORD, STOP)));
    Relay relay = relay(once);
    RelayCall first = call(BODY);
    RelayCall wanted =
        new RelayCall(
            first.user(),
            first.session(),
            first.operation(),
            first.query(),
            first.headers().with("devtail-cache", "on"),
            first.body());
    collect(relay.relay(wanted));
    Whole asked = collect(relay.relay(wanted));
    ledger.entries.clear();
    Whole again = collect(relay.relay(wanted));
    assertThat(again.body()).isEqualTo(asked.body()).isEqualTo(START + WORD + STOP);
    assertThat(again.head().headers().first("devtail-cache")).isEqualTo("hit");
    assertThat(again.head().headers().first("devtail-model")).isEqualTo("anthropic/claude-large");
    assertThat(again.head().headers().first("request-id")).isEmpty();
    assertThat(once.calls).hasSize(2);
    assertThat(ledger.only().outcome()).isEqualTo(Outcome.CACHED);
    assertThat(ledger.only().cost()).contains(BigDecimal.ZERO);
  }

  /** Any faults before the answer, from a seed: each call is answered, with one beginning. */
  @Test
  void noCallIsLostHoweverProvidersFail() {
    VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
    try {
      Random random = new Random(7);
      Function<ProviderCall, Scripted> failingOften =
          call ->
              switch (random.nextInt(10)) {
                case 0 -> Scripted.json(529, "{}");
                case 1 -> Scripted.json(500, "oops");
                case 2 -> Scripted.unreachable();
                case 3 -> Scripted.stream(START + OVERLOADED);
                case 4 -> Scripted.stream(ScriptedProviders.cut(START.substring(0, 20)));
                case 5 -> Scripted.stream(Flux.never());
                default -> Scripted.stream(START, WORD, WORD, STOP);
              };
      Relay relay = relay(new ScriptedProviders(failingOften));
      int answered = 0;
      for (int i = 0; i < 1000; i++) {
        StringBuilder got = new StringBuilder();
        relay
            .relay(call(BODY))
            .subscribe(part -> got.append(new String(part.body(), StandardCharsets.UTF_8)));
        time.advanceTimeBy(Duration.ofMinutes(5));
        if (got.toString().equals(START + WORD + WORD + STOP)) {
          answered++;
        } else {
          assertThat(got.toString()).startsWith("{\"type\":\"error\"");
        }
      }
      // Six in a row fail in one of 20 calls: 0.6^6.
      assertThat(answered).isGreaterThan(900);
    } finally {
      VirtualTimeScheduler.reset();
    }
  }
}
