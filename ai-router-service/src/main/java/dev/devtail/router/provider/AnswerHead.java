package dev.devtail.router.provider;

import dev.devtail.router.protocol.Headers;

/**
 * How an answer begins.
 *
 * @param status as HTTP has it
 */
public record AnswerHead(int status, Headers headers) {

  public boolean isOk() {
    return status == 200;
  }

  /** Whether events follow, and not one object. */
  public boolean isStream() {
    String type = headers.first("content-type");
    return type.startsWith("text/event-stream") || type.startsWith("application/x-ndjson");
  }
}
