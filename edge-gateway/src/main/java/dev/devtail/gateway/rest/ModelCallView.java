package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.devtail.protocol.v1.ModelCall;
import dev.devtail.protocol.v1.ModelCallList;
import dev.devtail.protocol.v1.ModelCallOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model, as JSON has it, here and on the command line.
 *
 * @param outcome as {@code ModelCallOutcome}, in lower case
 * @param costUsd not there if nobody knows it
 * @param firstTokenMs not there if none came
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCallView(
    String id,
    Instant time,
    String sessionId,
    String agentRole,
    String requestId,
    String rule,
    String model,
    UsageView.Tokens tokens,
    @Nullable String costUsd,
    String outcome,
    int attempts,
    @Nullable Long firstTokenMs,
    long durationMs) {

  private static final int PREFIX = "MODEL_CALL_OUTCOME_".length();

  public static ModelCallView of(ModelCall call) {
    return new ModelCallView(
        call.getId(),
        Times.instant(call.getTime()),
        call.getSessionId(),
        call.getAgentRole(),
        call.getRequestId(),
        call.getRule(),
        call.getModel(),
        UsageView.Tokens.of(call.getUsage()),
        call.hasCostUsd() ? call.getCostUsd() : null,
        outcome(call.getOutcome()),
        call.getAttempts(),
        call.hasFirstTokenMs() ? call.getFirstTokenMs() : null,
        call.getDurationMs());
  }

  private static String outcome(ModelCallOutcome outcome) {
    return outcome == ModelCallOutcome.UNRECOGNIZED
        ? "unknown"
        : outcome.name().substring(PREFIX).toLowerCase(Locale.ROOT);
  }

  /**
   * A part of a list.
   *
   * @param next where it goes on; empty if there are no more
   */
  public record Part(List<ModelCallView> calls, String next) {

    public static Part of(ModelCallList list) {
      return new Part(list.getCallsList().stream().map(ModelCallView::of).toList(), list.getNext());
    }
  }
}
