package dev.devtail.cli.login;

import dev.devtail.cli.login.Issuer.Answer;
import dev.devtail.cli.login.Issuer.Confirmation;
import dev.devtail.client.DevtailException;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits until a user has confirmed, no more often than the issuer wants to be asked (RFC 8628). */
final class DeviceFlow {

  /** What is added to the interval when the issuer is asked too often (RFC 8628, 3.5). */
  private static final Duration SLOWER = Duration.ofSeconds(5);

  private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    void pause(Duration time) throws InterruptedException;
  }

  private final Pause pause;

  DeviceFlow(Pause pause) {
    this.pause = pause;
  }

  /**
   * @param ask asks once
   * @throws DevtailException UNAUTHENTICATED if the user or the issuer refused, or nobody confirmed
   *     in time
   */
  Tokens await(Confirmation confirmation, Supplier<Answer> ask) throws InterruptedException {
    Duration interval =
        confirmation.interval().compareTo(MIN_INTERVAL) < 0
            ? MIN_INTERVAL
            : confirmation.interval();
    Duration waited = Duration.ZERO;
    while (waited.compareTo(confirmation.lifetime()) < 0) {
      pause.pause(interval);
      waited = waited.plus(interval);
      switch (askOnce(ask)) {
        case Answer.Granted granted -> {
          return granted.tokens();
        }
        case Answer.Pending pending -> {
          // The user is not done.
        }
        case Answer.TooOften tooOften -> interval = interval.plus(SLOWER);
      }
    }
    throw new DevtailException(
        Error.newBuilder()
            .setCode(ErrorCode.ERROR_CODE_UNAUTHENTICATED)
            .setMessage("Nobody confirmed the code in time; run devtail login again.")
            .build());
  }

  /** An issuer that is away for a moment is asked again, less often. */
  private static Answer askOnce(Supplier<Answer> ask) {
    try {
      return ask.get();
    } catch (DevtailException failure) {
      if (failure.code() == ErrorCode.ERROR_CODE_UNAVAILABLE) {
        return new Answer.TooOften();
      }
      throw failure;
    }
  }
}
