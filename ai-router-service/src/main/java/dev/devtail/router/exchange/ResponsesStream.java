package dev.devtail.router.exchange;

import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.sse.ServerSentEvent;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Streams of OpenAI's Responses: {@code response.created}, items and parts that are added, their
 * deltas, and {@code response.completed} or {@code response.incomplete}; {@code response.failed} or
 * {@code error} instead of the rest.
 */
final class ResponsesStream implements StreamDialect {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  public Role roleOf(ServerSentEvent event) {
    return switch (event.type()) {
      case "response.completed", "response.incomplete" -> new Role.End();
      case "response.failed", "error" -> new Role.Failure(fault(event.data()));
      default ->
          event.type().endsWith(".delta") || event.type().endsWith(".done")
              ? new Role.Content()
              : new Role.Preamble();
    };
  }

  /** In an event of its own, in the response that has failed, or in an object. */
  private static ProviderFault fault(String data) {
    try {
      JsonNode event = JSON.readTree(data);
      JsonNode failed = event.path("response").path("error");
      return StreamFaults.read(
          failed.isObject()
              ? failed
              : event.path("error").isObject() ? event.path("error") : event);
    } catch (JacksonException malformed) {
      return new ProviderFault(Kind.SERVER_ERROR, "The model's provider failed.");
    }
  }

  @Override
  public byte[] failure(ProviderFault fault) {
    return "event: error\ndata: %s\n\n"
        .formatted(ErrorAnswer.responsesEvent(fault))
        .getBytes(StandardCharsets.UTF_8);
  }
}
