package dev.devtail.router.translate.answer;

import dev.devtail.router.translate.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Writes server-sent events. */
public final class SseWriter {

  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

  private SseWriter() {}

  /** An event that has a name. */
  public static void event(
      ByteArrayOutputStream out, String type, Consumer<JsonGenerator> fieldsOfData) {
    out.writeBytes(("event: " + type + "\n").getBytes(StandardCharsets.US_ASCII));
    event(out, fieldsOfData);
  }

  /** An event without a name. */
  public static void event(ByteArrayOutputStream out, Consumer<JsonGenerator> fieldsOfData) {
    out.writeBytes(DATA);
    Json.write(
        out,
        json -> {
          json.writeStartObject();
          fieldsOfData.accept(json);
          json.writeEndObject();
        });
    out.writeBytes(END);
  }
}
