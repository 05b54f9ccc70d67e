package dev.devtail.simulator.wire;

import java.nio.charset.StandardCharsets;

/**
 * One event of a stream, as bytes.
 *
 * @param tokens of the answer in it; 0 for what comes before and between
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Frame(byte[] bytes, int tokens) {

  static Frame event(String type, Object data, int tokens) {
    return of("event: " + type + "\ndata: " + data + "\n\n", tokens);
  }

  static Frame data(Object data, int tokens) {
    return of("data: " + data + "\n\n", tokens);
  }

  static Frame of(String text, int tokens) {
    return new Frame(text.getBytes(StandardCharsets.UTF_8), tokens);
  }
}
