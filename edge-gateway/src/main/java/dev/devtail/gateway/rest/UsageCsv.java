package dev.devtail.gateway.rest;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Usage as lines of CSV (RFC 4180), here and on the command line. What is not known is an empty
 * field.
 */
public final class UsageCsv {

  private static final String TOKENS =
      "input,cache_read,cache_write_5m,cache_write_1h,output,reasoning,web_searches";

  public static final String SUM_HEAD =
      "start,session,model,agent_role,calls,failed_calls," + TOKENS + ",cost_usd,unknown_costs\r\n";

  public static final String CALL_HEAD =
      "id,time,session,agent_role,request_id,rule,model,"
          + TOKENS
          + ",cost_usd,outcome,attempts,first_token_ms,duration_ms\r\n";

  private UsageCsv() {}

  public static String line(UsageView.Sum sum) {
    return line(
        Stream.of(
            Stream.of(
                sum.start(),
                sum.sessionId(),
                sum.model(),
                sum.agentRole(),
                sum.calls(),
                sum.failedCalls()),
            tokens(sum.tokens()),
            Stream.of(sum.costUsd(), sum.unknownCosts())));
  }

  public static String line(ModelCallView call) {
    return line(
        Stream.of(
            Stream.of(
                call.id(),
                call.time(),
                call.sessionId(),
                call.agentRole(),
                call.requestId(),
                call.rule(),
                call.model()),
            tokens(call.tokens()),
            Stream.of(
                call.costUsd(),
                call.outcome(),
                call.attempts(),
                call.firstTokenMs(),
                call.durationMs())));
  }

  private static Stream<Object> tokens(UsageView.Tokens tokens) {
    return Stream.of(
        tokens.input(),
        tokens.cacheRead(),
        tokens.cacheWrite5m(),
        tokens.cacheWrite1h(),
        tokens.output(),
        tokens.reasoning(),
        tokens.webSearches());
  }

  private static String line(Stream<Stream<? extends @Nullable Object>> parts) {
    return parts
            .flatMap(part -> part)
            .map(value -> field(Objects.toString(value, "")))
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  /** Programs that calculate take what begins like a formula for one: it is marked as text. */
  private static String field(String text) {
    String safe = !text.isEmpty() && "=+-@\t".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
