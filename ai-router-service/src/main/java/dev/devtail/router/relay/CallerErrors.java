package dev.devtail.router.relay;

import dev.devtail.kit.fault.Fault;
import dev.devtail.router.budget.BudgetExceededException;
import dev.devtail.router.exchange.ErrorAnswer;
import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.Header;
import java.time.Duration;

/**
 * What one caller is told, in its own protocol, where no provider's words can be passed on.
 *
 * @param requestId what the caller knows the call by
 */
record CallerErrors(CallerProtocol protocol, String requestId) {

  /** The call itself is wrong. */
  AnswerPart invalid(String message) {
    return part(ErrorAnswer.of(protocol, 400, message, requestId), Duration.ZERO);
  }

  /** There is nobody to ask. */
  AnswerPart noModel(String message) {
    return part(ErrorAnswer.of(protocol, 404, message, requestId), Duration.ZERO);
  }

  /** A status that SDKs do not try again after. */
  AnswerPart noMoney(BudgetExceededException exceeded) {
    return part(
        ErrorAnswer.of(protocol, 402, String.valueOf(exceeded.getMessage()), requestId),
        Duration.ZERO);
  }

  /** Something of ours is away. */
  AnswerPart unavailable(Fault fault) {
    return part(ErrorAnswer.of(protocol, 503, fault.message(), requestId), fault.retryAfter());
  }

  /** The conversation fits into no model; in the words that callers know it by. */
  AnswerPart tooLong(long tokens, long context) {
    return of(
        new ProviderFault(
            ProviderFault.Kind.TOO_LONG,
            switch (protocol) {
              case MESSAGES ->
                  "prompt is too long: %d tokens > %d maximum".formatted(tokens, context);
              case CHAT_COMPLETIONS, RESPONSES ->
                  "This model's maximum context length is %d tokens. However, your messages resulted in %d tokens. Please reduce the length of the messages."
                      .formatted(context, tokens);
            }));
  }

  /** Whoever was asked last has not answered. */
  AnswerPart of(ProviderFault fault) {
    return part(ErrorAnswer.of(protocol, fault, requestId), fault.retryAfter());
  }

  private AnswerPart part(ErrorAnswer error, Duration retryAfter) {
    Header id = new Header("devtail-request-id", requestId);
    long seconds = retryAfter.plusSeconds(1).minusNanos(1).toSeconds();
    return seconds > 0
        ? AnswerPart.json(
            error.status(), error.body(), id, new Header("retry-after", Long.toString(seconds)))
        : AnswerPart.json(error.status(), error.body(), id);
  }
}
