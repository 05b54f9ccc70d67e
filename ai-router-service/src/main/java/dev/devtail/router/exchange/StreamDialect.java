package dev.devtail.router.exchange;

import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.sse.ServerSentEvent;

/** How a protocol's streams begin, go on, fail and end. */
public interface StreamDialect {

  /** What an event is to the way of a stream. */
  sealed interface Role {

    /** Comes before the answer: another stream could still take this one's place. */
    record Preamble() implements Role {}

    /** Of the answer. */
    record Content() implements Role {}

    /** Says that the answer has failed. */
    record Failure(ProviderFault fault) implements Role {}

    /** Says that the answer is whole. */
    record End() implements Role {}
  }

  /** Of what callers are sent. Has no state, and may be shared. */
  static StreamDialect of(CallerProtocol caller) {
    return switch (caller) {
      case MESSAGES -> new AnthropicStream();
      case CHAT_COMPLETIONS -> new ChatStream();
      case RESPONSES -> new ResponsesStream();
    };
  }

  Role roleOf(ServerSentEvent event);

  /** Tells the caller, behind what it has been sent, that the rest does not come. */
  byte[] failure(ProviderFault fault);
}
