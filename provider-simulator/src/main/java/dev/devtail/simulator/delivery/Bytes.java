package dev.devtail.simulator.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is done to the bytes of one event or body. */
final class Bytes {

  private static final String FIELD = "{\"unheard_of\":{\"of\":[1,null]},";

  private Bytes() {}

  static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  static byte[] withCarriageReturns(byte[] event) {
    return new String(event, StandardCharsets.UTF_8)
        .replace("\r\n", "\n")
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** With a field that nobody has heard of, if it is an object of JSON or an event of one. */
  static byte[] withUnknownField(byte[] event) {
    String text = new String(event, StandardCharsets.UTF_8);
    int object = text.indexOf("{\"");
    return object < 0
        ? event
        : (text.substring(0, object) + FIELD + text.substring(object + 1))
            .getBytes(StandardCharsets.UTF_8);
  }
}
