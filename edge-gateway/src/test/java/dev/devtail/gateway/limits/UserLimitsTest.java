package dev.devtail.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.identity.Identity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class UserLimitsTest {

  private static final Identity ADA = Identity.user("ada");
  private static final Identity GRACE = Identity.user("grace");

  @Test
  void whoAsksTooMuchInASecondIsToldWhenToComeBackAndNothingIsDone() {
    UserLimits limits = new UserLimits(1, 10);
    AtomicInteger done = new AtomicInteger();
    Mono<Integer> work = limits.admit(ADA, Mono.fromCallable(done::incrementAndGet));

    Optional<Fault> refused = Optional.empty();
    while (refused.isEmpty()) {
      refused = faultOf(work);
    }

    assertThat(refused.orElseThrow().code()).isEqualTo(FaultCode.RATE_LIMITED);
    assertThat(refused.orElseThrow().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    int before = done.get();
    assertThat(faultOf(limits.admit(GRACE, Mono.just(1)))).isEmpty();
    assertThat(done).hasValue(before);
    assertThat(limits.refused()).isOne();
    await().until(() -> faultOf(work).isEmpty());
  }

  @Test
  void whoHasTooMuchUnderWayWaitsForAnAnswer() {
    UserLimits limits = new UserLimits(1000, 2);
    Sinks.One<Integer> answer = Sinks.one();
    limits.admit(ADA, answer.asMono()).subscribe();
    Disposable second = limits.admit(ADA, answer.asMono()).subscribe();

    assertThat(faultOf(limits.admit(ADA, Mono.just(1))).map(Fault::code))
        .contains(FaultCode.RATE_LIMITED);
    assertThat(faultOf(limits.admit(GRACE, Mono.just(1)))).isEmpty();

    second.dispose();
    assertThat(faultOf(limits.admit(ADA, Mono.just(1)))).isEmpty();
    answer.tryEmitValue(1);
    assertThat(faultOf(limits.admit(ADA, Mono.just(1)))).isEmpty();
  }

  @Test
  void whatFailsIsNotUnderWayAnyMore() {
    UserLimits limits = new UserLimits(1000, 1);

    for (int i = 0; i < 3; i++) {
      assertThat(
              faultOf(limits.admit(ADA, Mono.error(Fault.notFound("terminal", "1"))))
                  .map(Fault::code))
          .contains(FaultCode.NOT_FOUND);
    }
  }

  @Test
  void openingCountsWithTheRest() {
    UserLimits limits = new UserLimits(1, 10);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 3; i++) {
                limits.admit(ADA);
              }
            })
        .isInstanceOf(Fault.class);
  }

  private static Optional<Fault> faultOf(Mono<?> work) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    work.subscribe(value -> {}, failure::set);
    return Optional.ofNullable((Fault) failure.get());
  }
}
