package dev.devtail.simulator.delivery;

import java.time.Duration;
import java.util.Map;

/** What is done next on the way of an answer. Behind the last one it has properly ended. */
public sealed interface Step {

  /** The status and headers go out. */
  record Head(int status, Map<String, String> headers) implements Step {}

  /** These bytes go out, at once and by themselves. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Send(byte[] bytes) implements Step {}

  /** Nothing is done for as long. */
  record Pause(Duration length) implements Step {}

  /** The connection is closed. */
  record Cut() implements Step {}

  /** Nothing is done any more. */
  record Stall() implements Step {}
}
