package dev.devtail.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.relay.ScriptedProviders.Scripted;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class HedgingTest extends RelayHarness {

  private static final Duration HEDGE = Duration.ofSeconds(3);

  private static final Scripted NEVER = Scripted.stream(Flux.never());
  private static final Scripted ANSWER = Scripted.stream(START, WORD, STOP);

  @BeforeEach
  void hedge() {
    times =
        new RelayTimes(TIMES.firstToken(), TIMES.idle(), TIMES.answer(), TIMES.patience(), HEDGE);
  }

  private static Scripted after(Duration pause) {
    return Scripted.stream(
        Flux.defer(() -> Mono.delay(pause).thenMany(Flux.just(START, WORD, STOP))));
  }

  @Test
  void whoIsSlowGetsCompanyAndWhoBeginsFirstAnswers() {
    ScriptedProviders providers = new ScriptedProviders(inTurn(NEVER, ANSWER));
    StepVerifier.withVirtualTime(() -> relay(providers).relay(call(BODY)))
        .expectSubscription()
        .expectNoEvent(HEDGE.minusMillis(1))
        .thenAwait(Duration.ofMillis(1))
        .assertNext(
            part ->
                assertThat(Objects.requireNonNull(part.head()).headers().first("devtail-model"))
                    .isEqualTo("mirror/claude-x"))
        .expectNextCount(1)
        .verifyComplete();
    assertThat(providers.cancelled).isOne();
    assertThat(ledger.only().model().toString()).isEqualTo("mirror/claude-x");
    assertThat(ledger.only().attempts()).isEqualTo(2);
    assertThat(ledger.only().outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void theFirstMayStillBeTheOneThatAnswers() {
    ScriptedProviders providers = new ScriptedProviders(inTurn(after(HEDGE.plusSeconds(1)), NEVER));
    StepVerifier.withVirtualTime(() -> relay(providers).relay(call(BODY)))
        .thenAwait(HEDGE.plusSeconds(1))
        .expectNextCount(2)
        .verifyComplete();
    assertThat(providers.calls).hasSize(2);
    assertThat(providers.cancelled).isOne();
    assertThat(ledger.only().model().toString()).isEqualTo("anthropic/claude-large");
  }

  @Test
  void whoAnswersInTimeIsAskedAlone() {
    ScriptedProviders providers = new ScriptedProviders(inTurn(after(HEDGE.minusMillis(1))));
    StepVerifier.withVirtualTime(() -> relay(providers).relay(call(BODY)))
        .thenAwait(HEDGE)
        .expectNextCount(2)
        .verifyComplete();
    assertThat(providers.calls).hasSize(1);
  }

  @Test
  void whoFailsIsFollowedAtOnceAsWithoutHedging() {
    ScriptedProviders providers = new ScriptedProviders(inTurn(Scripted.unreachable(), ANSWER));
    assertThat(collect(relay(providers).relay(call(BODY))).body()).isEqualTo(START + WORD + STOP);
  }

  @Test
  void theOneThatIsLeftIsWaitedForHoweverTheOtherFails() {
    ScriptedProviders providers =
        new ScriptedProviders(inTurn(after(HEDGE.plusSeconds(5)), Scripted.json(529, "{}")));
    StepVerifier.withVirtualTime(() -> relay(providers).relay(call(BODY)))
        .expectSubscription()
        .expectNoEvent(HEDGE.plusSeconds(5).minusMillis(1))
        .thenAwait(Duration.ofMillis(1))
        .expectNextCount(2)
        .verifyComplete();
    assertThat(providers.calls).hasSize(2);
  }

  @Test
  void whatNoOtherWouldCureIsTheAnswerAtOnce() {
    ScriptedProviders providers =
        new ScriptedProviders(inTurn(Scripted.json(400, "{\"error\":{\"message\":\"no\"}}")));
    assertThat(collect(relay(providers).relay(call(BODY))).head().status()).isEqualTo(400);
    assertThat(providers.calls).hasSize(1);
  }

  @Test
  void whereBothFailTheRoundsGoOn() {
    ScriptedProviders providers =
        new ScriptedProviders(inTurn(Scripted.unreachable(), Scripted.json(529, "{}"), ANSWER));
    StepVerifier.withVirtualTime(() -> relay(providers).relay(call(BODY)))
        .thenAwait(Duration.ofSeconds(1))
        .expectNextCount(2)
        .verifyComplete();
    assertThat(ledger.only().attempts()).isEqualTo(3);
  }
}
