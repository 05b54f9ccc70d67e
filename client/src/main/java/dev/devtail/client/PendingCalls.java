package dev.devtail.client;

import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Reply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The calls that wait for their reply. What cannot be done twice without harm fails when the
 * connection is cut; the rest is sent again. A call that came too fast was not done, and is sent
 * again when the gateway says so.
 */
final class PendingCalls {

  /** How often a call is sent again that came too fast. */
  private static final int MAX_POSTPONED = 10;

  /** One that is to be sent again. */
  record Postponed(Call call, Duration delay) {}

  private record Pending(Call call, CompletableFuture<Reply> reply, int postponed) {}

  private final Map<Integer, Pending> pending = new LinkedHashMap<>();
  private int lastId;

  /** Empty: there are too many, and {@code reply} has failed. */
  Optional<Call> begin(Call.Builder call, CompletableFuture<Reply> reply) {
    if (pending.size() >= DevtailConnection.MAX_CALLS) {
      reply.completeExceptionally(
          DevtailException.of(
              ErrorCode.ERROR_CODE_RESOURCE_EXHAUSTED, "Too many calls wait for their reply."));
      return Optional.empty();
    }
    Call numbered = call.setId(++lastId).build();
    pending.put(numbered.getId(), new Pending(numbered, reply, 0));
    return Optional.of(numbered);
  }

  /** Empty: it is answered, or nobody waits for it any more. */
  Optional<Postponed> onReply(Reply reply) {
    Pending answered = pending.remove(reply.getId());
    if (answered == null) {
      return Optional.empty();
    }
    Error error = reply.getError();
    if (error.getCode() == ErrorCode.ERROR_CODE_RATE_LIMITED
        && answered.postponed() < MAX_POSTPONED) {
      pending.put(
          reply.getId(), new Pending(answered.call(), answered.reply(), answered.postponed() + 1));
      return Optional.of(
          new Postponed(answered.call(), Duration.ofMillis(error.getRetryAfterMs())));
    }
    if (reply.hasError()) {
      answered.reply().completeExceptionally(new DevtailException(error));
    } else {
      answered.reply().complete(reply);
    }
    return Optional.empty();
  }

  void forEach(Consumer<Call> action) {
    pending.values().forEach(waiting -> action.accept(waiting.call()));
  }

  /** What was asked may have been done already, and doing it twice is not the same as once. */
  void onCut(String why) {
    pending
        .values()
        .removeIf(
            waiting ->
                isUnrepeatable(waiting.call())
                    && waiting
                        .reply()
                        .completeExceptionally(
                            DevtailException.of(
                                ErrorCode.ERROR_CODE_UNAVAILABLE,
                                "The connection was lost (%s); whether it was done is not known."
                                    .formatted(why))));
  }

  private static boolean isUnrepeatable(Call call) {
    return switch (call.getOperationCase()) {
      case CREATE_SESSION, SIGNAL_TERMINAL, CREATE_SHARE, PAIR_DEVICE -> true;
      default -> false;
    };
  }

  void failAll(DevtailException failure) {
    pending.values().forEach(waiting -> waiting.reply().completeExceptionally(failure));
    pending.clear();
  }
}
