package dev.devtail.router.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.Times;
import dev.devtail.protocol.v1.GetUsage;
import dev.devtail.protocol.v1.ModelCall;
import dev.devtail.protocol.v1.ModelCallFilter;
import dev.devtail.protocol.v1.ModelCallList;
import dev.devtail.protocol.v1.ModelCallOutcome;
import dev.devtail.protocol.v1.TokenUsage;
import dev.devtail.protocol.v1.UsageGrouping;
import dev.devtail.router.ledger.CallPosition;
import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.ledger.UsageQuery;
import dev.devtail.router.ledger.UsageQuery.CallFilter;
import dev.devtail.router.ledger.UsageQuery.Grouping;
import dev.devtail.router.ledger.UsageSum;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Usage as the protocol has it. */
final class UsageMessages {

  private static final Duration DEFAULT_SPAN = Duration.ofDays(30);

  private UsageMessages() {}

  /**
   * @throws Fault INVALID_ARGUMENT that names the field
   */
  static UsageQuery query(String user, GetUsage request, Instant now) {
    return new UsageQuery(
        filter(user, request.getFilter(), now),
        request.getGroupByList().stream().map(UsageMessages::grouping).toList(),
        zone(request.getTimeZone()));
  }

  static CallFilter filter(String user, ModelCallFilter filter, Instant now) {
    Instant until =
        filter.hasUntil() ? Times.check("filter.until", filter.getUntil()) : now.plusSeconds(1);
    Instant from =
        filter.hasFrom() ? Times.check("filter.from", filter.getFrom()) : until.minus(DEFAULT_SPAN);
    return new CallFilter(
        user,
        from,
        until,
        filter.getSessionId(),
        filter.getModel().isEmpty()
            ? Optional.empty()
            : Optional.of(ModelName.parse(filter.getModel())),
        filter.getAgentRole());
  }

  private static Grouping grouping(UsageGrouping grouping) {
    return switch (grouping) {
      case USAGE_GROUPING_SESSION -> Grouping.SESSION;
      case USAGE_GROUPING_MODEL -> Grouping.MODEL;
      case USAGE_GROUPING_AGENT_ROLE -> Grouping.AGENT_ROLE;
      case USAGE_GROUPING_DAY -> Grouping.DAY;
      case USAGE_GROUPING_HOUR -> Grouping.HOUR;
      case USAGE_GROUPING_UNSPECIFIED, UNRECOGNIZED ->
          throw Fault.invalid("group_by", grouping, "one that this version knows");
    };
  }

  /** Empty: UTC. */
  static ZoneId zone(String name) {
    if (name.isEmpty()) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      throw Fault.invalid("time_zone", name, "as in Europe/Berlin");
    }
  }

  static dev.devtail.protocol.v1.Usage usage(CallFilter filter, List<UsageSum> sums) {
    return dev.devtail.protocol.v1.Usage.newBuilder()
        .addAllSums(sums.stream().map(UsageMessages::sum).toList())
        .setTotal(sum(total(sums)))
        .setFrom(Times.of(filter.from()))
        .setUntil(Times.of(filter.until()))
        .build();
  }

  private static UsageSum total(List<UsageSum> sums) {
    return sums.stream()
        .reduce(
            new UsageSum(
                "", Optional.empty(), "", Optional.empty(), 0, 0, 0, Usage.NONE, BigDecimal.ZERO),
            (one, other) ->
                new UsageSum(
                    "",
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    one.calls() + other.calls(),
                    one.failedCalls() + other.failedCalls(),
                    one.unknownCosts() + other.unknownCosts(),
                    one.usage().plus(other.usage()),
                    one.cost().add(other.cost())));
  }

  private static dev.devtail.protocol.v1.UsageSum sum(UsageSum sum) {
    dev.devtail.protocol.v1.UsageSum.Builder message =
        dev.devtail.protocol.v1.UsageSum.newBuilder()
            .setSessionId(sum.session())
            .setModel(sum.model().map(ModelName::toString).orElse(""))
            .setAgentRole(sum.agentRole())
            .setCalls(sum.calls())
            .setFailedCalls(sum.failedCalls())
            .setUsage(tokens(sum.usage()))
            .setCostUsd(Amounts.text(sum.cost()))
            .setUnknownCosts(sum.unknownCosts());
    sum.start().map(Times::of).ifPresent(message::setStart);
    return message.build();
  }

  static TokenUsage tokens(Usage usage) {
    return TokenUsage.newBuilder()
        .setInput(usage.input())
        .setCacheRead(usage.cacheRead())
        .setCacheWrite5M(usage.cacheWrite5m())
        .setCacheWrite1H(usage.cacheWrite1h())
        .setOutput(usage.output())
        .setReasoning(usage.reasoning())
        .setWebSearches(usage.webSearches())
        .build();
  }

  /**
   * @param limit a list of so many goes on
   */
  static ModelCallList calls(List<LedgerEntry> calls, int limit) {
    return ModelCallList.newBuilder()
        .addAllCalls(calls.stream().map(UsageMessages::call).toList())
        .setNext(calls.size() < limit ? "" : CallPosition.of(calls.getLast()).text())
        .build();
  }

  private static ModelCall call(LedgerEntry entry) {
    ModelCall.Builder call =
        ModelCall.newBuilder()
            .setId(entry.id().toString())
            .setTime(Times.of(entry.at()))
            .setSessionId(entry.session())
            .setAgentRole(entry.agentRole())
            .setRequestId(entry.requestId())
            .setRule(entry.rule())
            .setModel(entry.model().toString())
            .setUsage(tokens(entry.usage()))
            .setOutcome(outcome(entry.outcome()))
            .setAttempts(entry.attempts())
            .setDurationMs(entry.durationMillis());
    entry.cost().map(Amounts::text).ifPresent(call::setCostUsd);
    entry.firstTokenMillis().ifPresent(call::setFirstTokenMs);
    return call.build();
  }

  private static ModelCallOutcome outcome(Outcome outcome) {
    return switch (outcome) {
      case DONE -> ModelCallOutcome.MODEL_CALL_OUTCOME_DONE;
      case BROKEN -> ModelCallOutcome.MODEL_CALL_OUTCOME_BROKEN;
      case FAILED -> ModelCallOutcome.MODEL_CALL_OUTCOME_FAILED;
      case CANCELLED -> ModelCallOutcome.MODEL_CALL_OUTCOME_CANCELLED;
      case REFUSED -> ModelCallOutcome.MODEL_CALL_OUTCOME_REFUSED;
      case CACHED -> ModelCallOutcome.MODEL_CALL_OUTCOME_CACHED;
    };
  }
}
