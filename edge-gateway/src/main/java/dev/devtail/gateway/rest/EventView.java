package dev.devtail.gateway.rest;

import com.google.protobuf.Value;
import dev.devtail.protocol.v1.Event;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An event of a session, as JSON has it. */
record EventView(
    String id, String sessionId, String type, Map<String, @Nullable Object> data, Instant time) {

  private static final String TYPE_PREFIX = "EVENT_TYPE_";

  static EventView of(Event event) {
    Map<String, @Nullable Object> data = new TreeMap<>();
    event.getData().getFieldsMap().forEach((name, value) -> data.put(name, plain(value)));
    return new EventView(
        event.getId(),
        event.getSessionId(),
        event.getType().name().substring(TYPE_PREFIX.length()).toLowerCase(Locale.ROOT),
        data,
        Times.instant(event.getTime()));
  }

  private static @Nullable Object plain(Value value) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> value.getStringValue();
      case NUMBER_VALUE -> value.getNumberValue();
      case BOOL_VALUE -> value.getBoolValue();
      case STRUCT_VALUE, LIST_VALUE -> value.toString();
      case NULL_VALUE, KIND_NOT_SET -> null;
    };
  }
}
