package dev.devtail.router.translate.json;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON with bounds, and with numbers as they were written. */
public final class Json {

  private static final int MAX_DEPTH = 200;

  /** Longest string: an image of 32 MB, as base64 has it. */
  private static final int MAX_STRING_CHARS = 48 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_STRING_CHARS)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /**
   * @throws tools.jackson.core.JacksonException if that is no JSON; it tells where
   */
  public static JsonNode read(byte[] json) {
    return MAPPER.readTree(json);
  }

  /**
   * @throws tools.jackson.core.JacksonException if that is no JSON; it tells where
   */
  public static JsonNode read(String json) {
    return MAPPER.readTree(json);
  }

  /** For one pass over the bytes; the offsets of its tokens are theirs. */
  public static JsonParser parser(byte[] json) {
    return MAPPER.createParser(json);
  }

  /** The schema of a tool without input. */
  public static JsonNode emptyObjectSchema() {
    ObjectNode schema = MAPPER.createObjectNode().put("type", "object");
    schema.putObject("properties");
    return schema;
  }

  /** What {@code content} writes. */
  public static byte[] bytes(Consumer<JsonGenerator> content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, content);
    return out.toByteArray();
  }

  /** Writes on; the stream stays open. */
  public static void write(OutputStream out, Consumer<JsonGenerator> content) {
    // Closing a stream of bytes in memory does nothing.
    try (JsonGenerator json = MAPPER.createGenerator(out)) {
      content.accept(json);
    }
  }
}
