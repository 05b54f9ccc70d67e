package dev.devtail.router.exchange;

import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.sse.ServerSentEvent;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Streams of Anthropic's Messages: {@code message_start}, blocks of deltas, {@code message_delta},
 * {@code message_stop}; {@code ping} and unknown events anywhere; {@code error} instead of the
 * rest.
 */
final class AnthropicStream implements StreamDialect {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  public Role roleOf(ServerSentEvent event) {
    return switch (event.type()) {
      case "content_block_delta", "content_block_stop", "message_delta" -> new Role.Content();
      case "message_stop" -> new Role.End();
      case "error" -> new Role.Failure(fault(event.data()));
      default -> new Role.Preamble();
    };
  }

  private static ProviderFault fault(String data) {
    try {
      return StreamFaults.read(JSON.readTree(data).path("error"));
    } catch (JacksonException malformed) {
      return new ProviderFault(Kind.SERVER_ERROR, "The model's provider failed.");
    }
  }

  @Override
  public byte[] failure(ProviderFault fault) {
    return "event: error\ndata: %s\n\n"
        .formatted(ErrorAnswer.messagesEvent(fault))
        .getBytes(StandardCharsets.UTF_8);
  }
}
