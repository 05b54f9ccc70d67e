package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.devtail.protocol.v1.TokenUsage;
import dev.devtail.protocol.v1.Usage;
import dev.devtail.protocol.v1.UsageSum;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What calls of models have used, as JSON has it, here and on the command line. Amounts of money
 * are text, so that they stay exact.
 */
public record UsageView(List<Sum> sums, Sum total, Instant from, Instant until) {

  public static UsageView of(Usage usage) {
    return new UsageView(
        usage.getSumsList().stream().map(Sum::of).toList(),
        Sum.of(usage.getTotal()),
        Times.instant(usage.getFrom()),
        Times.instant(usage.getUntil()));
  }

  /**
   * Of some calls.
   *
   * @param start of the day or hour; not there unless they are told apart by it
   * @param unknownCosts calls whose cost nobody knows, and is not in {@code costUsd}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Sum(
      String sessionId,
      String model,
      String agentRole,
      @Nullable Instant start,
      long calls,
      long failedCalls,
      Tokens tokens,
      String costUsd,
      long unknownCosts) {

    static Sum of(UsageSum sum) {
      return new Sum(
          sum.getSessionId(),
          sum.getModel(),
          sum.getAgentRole(),
          sum.hasStart() ? Times.instant(sum.getStart()) : null,
          sum.getCalls(),
          sum.getFailedCalls(),
          Tokens.of(sum.getUsage()),
          sum.getCostUsd(),
          sum.getUnknownCosts());
    }
  }

  /** Each is counted in one place, but for reasoning, which is output, too. */
  public record Tokens(
      long input,
      long cacheRead,
      long cacheWrite5m,
      long cacheWrite1h,
      long output,
      long reasoning,
      long webSearches) {

    static Tokens of(TokenUsage usage) {
      return new Tokens(
          usage.getInput(),
          usage.getCacheRead(),
          usage.getCacheWrite5M(),
          usage.getCacheWrite1H(),
          usage.getOutput(),
          usage.getReasoning(),
          usage.getWebSearches());
    }

    /** Everything that models were given. */
    public long allInput() {
      return input + cacheRead + cacheWrite5m + cacheWrite1h;
    }
  }
}
