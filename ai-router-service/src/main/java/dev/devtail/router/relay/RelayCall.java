package dev.devtail.router.relay;

import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.Headers;

/**
 * A caller's call, as it came.
 *
 * @param user who calls
 * @param session DevTail's session that the caller's key belongs to; empty if to none
 * @param operation what is wanted
 * @param query as the caller wrote it
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes, that nobody compares
public record RelayCall(
    String user, String session, Operation operation, String query, Headers headers, byte[] body) {

  /** The same call with another body. */
  RelayCall with(byte[] other) {
    return new RelayCall(user, session, operation, query, headers, other);
  }

  /** What is wanted, each in one protocol. */
  public enum Operation {
    MESSAGES(CallerProtocol.MESSAGES, "/v1/messages"),
    COUNT_TOKENS(CallerProtocol.MESSAGES, "/v1/messages/count_tokens"),
    CHAT_COMPLETIONS(CallerProtocol.CHAT_COMPLETIONS, "/chat/completions"),
    RESPONSES(CallerProtocol.RESPONSES, "/responses");

    private final CallerProtocol protocol;
    private final String path;

    Operation(CallerProtocol protocol, String path) {
      this.protocol = protocol;
      this.path = path;
    }

    public CallerProtocol protocol() {
      return protocol;
    }

    /** At a provider that speaks the same protocol, behind its address. */
    String path() {
      return path;
    }
  }
}
