package dev.devtail.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class RecentGrantsTest {

  private static final String KEY = "dvt_key_1_secret";
  private static final Instant START = Instant.parse("2026-11-22T05:00:00Z");
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final AtomicLong uptimeMillis = new AtomicLong();
  private final List<String> asked = new ArrayList<>();
  private Mono<AuthenticatedUser> answer = Mono.just(user(Instant.MAX));
  private final RecentGrants recent =
      new RecentGrants(this::ask, new UptimeClock(), uptimeMillis::get);

  private Mono<AuthenticatedUser> ask(String token) {
    asked.add(token);
    return answer;
  }

  private static AuthenticatedUser user(Instant expiresAt) {
    return new AuthenticatedUser("ada", expiresAt, new Scope.Models("s1"), "1");
  }

  private void advance(Duration by) {
    uptimeMillis.addAndGet(by.toMillis());
  }

  /** As far ahead as the uptime. */
  private final class UptimeClock extends Clock {

    @Override
    public Instant instant() {
      return START.plusMillis(uptimeMillis.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private void isLetIn() {
    StepVerifier.create(recent.authenticate(KEY))
        .assertNext(user -> assertThat(user.name()).isEqualTo("ada"))
        .verifyComplete();
  }

  private void isRefused(FaultCode code) {
    StepVerifier.create(recent.authenticate(KEY))
        .expectErrorSatisfies(
            refused ->
                assertThat(refused)
                    .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code)))
        .verify();
  }

  private static Mono<AuthenticatedUser> failing(FaultCode code) {
    return Mono.error(() -> new Fault(code, "No."));
  }

  @Test
  void oneAnswerIsGoodForTwoSeconds() {
    isLetIn();
    advance(RecentGrants.FRESH.minus(MOMENT));
    isLetIn();
    assertThat(asked).hasSize(1);
    advance(MOMENT);
    isLetIn();
    assertThat(asked).hasSize(2);
  }

  @Test
  void whoeverAsksMeanwhileWaitsForTheSameAnswer() {
    Sinks.One<AuthenticatedUser> later = Sinks.one();
    answer = later.asMono();
    List<AuthenticatedUser> admitted = new ArrayList<>();
    recent.authenticate(KEY).subscribe(admitted::add).dispose();
    for (int caller = 0; caller < 100; caller++) {
      recent.authenticate(KEY).subscribe(admitted::add);
    }
    later.tryEmitValue(user(Instant.MAX)).orThrow();
    // The one who has gone away has taken nothing from the others.
    assertThat(admitted).hasSize(100);
    assertThat(asked).hasSize(1);
  }

  @Test
  void oneThatWasRevokedIsRefusedAndStaysSo() {
    isLetIn();
    answer = failing(FaultCode.UNAUTHENTICATED);
    advance(RecentGrants.FRESH);
    isRefused(FaultCode.UNAUTHENTICATED);
    answer = failing(FaultCode.UNAVAILABLE);
    isRefused(FaultCode.UNAVAILABLE);
  }

  @Test
  void whileNobodyCanSayWhatWasSaidGoesOnForFiveMinutes() {
    isLetIn();
    answer = failing(FaultCode.UNAVAILABLE);
    advance(RecentGrants.TRUST.minus(RecentGrants.FRESH).minus(MOMENT));
    isLetIn();
    advance(RecentGrants.FRESH);
    isLetIn();
    advance(RecentGrants.FRESH);
    isRefused(FaultCode.UNAVAILABLE);
    answer = Mono.just(user(Instant.MAX));
    isLetIn();
  }

  @Test
  void whoeverIsNotKnownIsNotLetInWhileNobodyCanSay() {
    answer = failing(FaultCode.UNAVAILABLE);
    isRefused(FaultCode.UNAVAILABLE);
    assertThat(asked).hasSize(1);
    isRefused(FaultCode.UNAVAILABLE);
    assertThat(asked).hasSize(2);
  }

  @Test
  void anAnswerThatDoesNotComeIsNotWaitedForLong() {
    StepVerifier.withVirtualTime(
            () -> {
              answer = Mono.never();
              return recent.authenticate(KEY);
            })
        .expectSubscription()
        .thenAwait(Duration.ofSeconds(2))
        .expectErrorSatisfies(
            late -> assertThat(((Fault) late).code()).isEqualTo(FaultCode.UNAVAILABLE))
        .verify(Duration.ofSeconds(10));
  }

  @Test
  void expiryIsKeptToTheMoment() {
    answer = Mono.just(user(START.plusSeconds(1)));
    advance(Duration.ofSeconds(1).minus(MOMENT));
    isLetIn();
    advance(MOMENT);
    isRefused(FaultCode.UNAUTHENTICATED);
    assertThat(asked).hasSize(1);
  }

  @Test
  void otherTokensAreAskedForEachTime() {
    StepVerifier.create(recent.authenticate("owner")).expectNextCount(1).verifyComplete();
    StepVerifier.create(recent.authenticate("owner")).expectNextCount(1).verifyComplete();
    assertThat(asked).containsExactly("owner", "owner");
  }

  @Test
  void tokensAreToldApart() {
    isLetIn();
    answer = failing(FaultCode.UNAUTHENTICATED);
    StepVerifier.create(recent.authenticate(KEY + "x")).expectError(Fault.class).verify();
    isLetIn();
    assertThat(asked).containsExactly(KEY, KEY + "x");
  }
}
