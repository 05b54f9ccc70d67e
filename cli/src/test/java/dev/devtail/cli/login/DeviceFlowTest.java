package dev.devtail.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.cli.login.Issuer.Answer;
import dev.devtail.cli.login.Issuer.Confirmation;
import dev.devtail.client.DevtailException;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DeviceFlowTest {

  private static final Tokens TOKENS = new Tokens("access", Duration.ofMinutes(5), "refresh");
  private static final Answer GRANTED = new Answer.Granted(TOKENS);
  private static final Answer PENDING = new Answer.Pending();
  private static final Answer TOO_OFTEN = new Answer.TooOften();

  private final List<Long> pauses = new ArrayList<>();
  private final DeviceFlow flow = new DeviceFlow(pause -> pauses.add(pause.toSeconds()));

  private static Confirmation confirmation(int interval) {
    URI address = URI.create("https://id.example.org/device");
    return new Confirmation(
        "secret", "ABCD", address, null, Duration.ofSeconds(interval), Duration.ofSeconds(60));
  }

  private static Supplier<Answer> answers(Answer... answers) {
    Deque<Answer> left = new ArrayDeque<>(List.of(answers));
    return left::remove;
  }

  private static DevtailException failure(ErrorCode code) {
    return new DevtailException(Error.newBuilder().setCode(code).build());
  }

  @Test
  void asksAsOftenAsTheIssuerWants() throws InterruptedException {
    assertThat(flow.await(confirmation(7), answers(PENDING, PENDING, GRANTED))).isEqualTo(TOKENS);
    assertThat(pauses).containsExactly(7L, 7L, 7L);
  }

  @Test
  void asksLessOftenWhenItIsTold() throws InterruptedException {
    flow.await(confirmation(5), answers(TOO_OFTEN, PENDING, TOO_OFTEN, GRANTED));
    assertThat(pauses).containsExactly(5L, 10L, 10L, 15L);
  }

  @Test
  void neverAsksWithoutAPause() throws InterruptedException {
    flow.await(confirmation(0), answers(PENDING, GRANTED));
    assertThat(pauses).containsExactly(1L, 1L);
  }

  @Test
  void givesUpWhenTheCodeHasEnded() {
    assertThatThrownBy(() -> flow.await(confirmation(10), () -> PENDING))
        .isInstanceOfSatisfying(
            DevtailException.class,
            late -> assertThat(late.code()).isEqualTo(ErrorCode.ERROR_CODE_UNAUTHENTICATED));
    assertThat(pauses).hasSize(6);
  }

  @Test
  void anIssuerThatIsAwayForAMomentIsAskedAgain() throws InterruptedException {
    Deque<Answer> left = new ArrayDeque<>(List.of(PENDING, GRANTED));
    flow.await(
        confirmation(5),
        () -> {
          if (pauses.size() == 1) {
            throw failure(ErrorCode.ERROR_CODE_UNAVAILABLE);
          }
          return left.remove();
        });
    assertThat(pauses).containsExactly(5L, 10L, 10L);
  }

  @Test
  void aRefusalIsTheEnd() {
    assertThatThrownBy(
            () ->
                flow.await(
                    confirmation(5),
                    () -> {
                      throw failure(ErrorCode.ERROR_CODE_UNAUTHENTICATED);
                    }))
        .isInstanceOf(DevtailException.class);
    assertThat(pauses).hasSize(1);
  }

  @Test
  void nothingOfItIsPrintedByAccident() {
    assertThat(confirmation(5).toString()).doesNotContain("secret");
    assertThat(TOKENS.toString()).doesNotContain("access").doesNotContain("refresh");
  }
}
