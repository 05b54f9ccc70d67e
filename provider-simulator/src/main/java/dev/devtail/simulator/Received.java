package dev.devtail.simulator;

import dev.devtail.simulator.script.Provider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A request that came, and how it stands.
 *
 * @param number from 1, in the order in which they came
 * @param path behind the provider's own: {@code /v1/messages}
 * @param query behind the question mark; empty if there is none
 * @param headers by their names in lower case
 * @param body byte for byte
 * @param status of the answer; 0 if none has been sent
 * @param duration until it ended, or until now
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Received(
    long number,
    Provider provider,
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    byte[] body,
    int status,
    Ending ending,
    Duration duration) {

  /** First value of a header by its name in lower case; empty if it is not there. */
  public String header(String name) {
    return headers.getOrDefault(name, List.of("")).getFirst();
  }

  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
