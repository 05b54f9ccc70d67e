package dev.devtail.router.ledger.journal;

import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.ledger.RecordedCall;
import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call as JSON, with the names that the database's columns have. What is not known is left out.
 */
public final class CallCodec {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private CallCodec() {}

  static byte[] encode(RecordedCall call) {
    return JSON.writeValueAsBytes(json(call));
  }

  /** As one JSON array. */
  public static String encode(Iterable<RecordedCall> calls) {
    var array = JSON.createArrayNode();
    calls.forEach(call -> array.add(json(call)));
    return JSON.writeValueAsString(array);
  }

  private static ObjectNode json(RecordedCall call) {
    LedgerEntry entry = call.entry();
    Usage usage = entry.usage();
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", entry.id().toString())
            .put("time", entry.at().toString())
            .put("user_name", entry.user())
            .put("session_id", entry.session())
            .put("agent_role", entry.agentRole())
            .put("request_id", entry.requestId())
            .put("rule", entry.rule())
            .put("provider", entry.model().provider())
            .put("model", entry.model().model())
            .put("caller", entry.caller().name())
            .put("input", usage.input())
            .put("cache_read", usage.cacheRead())
            .put("cache_write_5m", usage.cacheWrite5m())
            .put("cache_write_1h", usage.cacheWrite1h())
            .put("output", usage.output())
            .put("reasoning", usage.reasoning())
            .put("web_searches", usage.webSearches())
            .put("outcome", entry.outcome().name())
            .put("attempts", entry.attempts())
            .put("duration_millis", entry.durationMillis());
    // As text, so that nothing on the way makes a binary fraction of it.
    entry.cost().ifPresent(cost -> json.put("cost", cost.toPlainString()));
    entry.firstTokenMillis().ifPresent(millis -> json.put("first_token_millis", millis));
    call.reservation().ifPresent(id -> json.put("reservation", id.toString()));
    return json;
  }

  /**
   * @throws RuntimeException if it is none of {@link #encode}
   */
  static RecordedCall decode(byte[] bytes) {
    JsonNode json = JSON.readTree(bytes);
    LedgerEntry entry =
        new LedgerEntry(
            UUID.fromString(text(json, "id")),
            Instant.parse(text(json, "time")),
            text(json, "user_name"),
            text(json, "session_id"),
            text(json, "agent_role"),
            text(json, "request_id"),
            text(json, "rule"),
            new ModelName(text(json, "provider"), text(json, "model")),
            CallerProtocol.valueOf(text(json, "caller")),
            new Usage(
                number(json, "input"),
                number(json, "cache_read"),
                number(json, "cache_write_5m"),
                number(json, "cache_write_1h"),
                number(json, "output"),
                number(json, "reasoning"),
                number(json, "web_searches")),
            json.has("cost") ? Optional.of(new BigDecimal(text(json, "cost"))) : Optional.empty(),
            Outcome.valueOf(text(json, "outcome")),
            (int) number(json, "attempts"),
            json.has("first_token_millis")
                ? OptionalLong.of(number(json, "first_token_millis"))
                : OptionalLong.empty(),
            number(json, "duration_millis"));
    return new RecordedCall(
        entry,
        json.has("reservation")
            ? Optional.of(UUID.fromString(text(json, "reservation")))
            : Optional.empty());
  }

  private static String text(JsonNode json, String name) {
    return json.required(name).stringValue();
  }

  private static long number(JsonNode json, String name) {
    return json.required(name).longValue();
  }
}
