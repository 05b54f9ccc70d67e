package dev.devtail.router.exchange;

import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.sse.ServerSentEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Streams of OpenAI's Chat Completions: chunks, then {@code [DONE]}. A chunk that holds an {@code
 * error} ends it instead, as OpenRouter and others send it in the midst of a stream.
 */
final class ChatStream implements StreamDialect {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String DONE = "[DONE]";

  @Override
  public Role roleOf(ServerSentEvent event) {
    if (event.data().equals(DONE)) {
      return new Role.End();
    }
    try {
      JsonNode chunk = JSON.readTree(event.data());
      if (chunk.path("error").isObject() || event.type().equals("error")) {
        return new Role.Failure(StreamFaults.read(chunk.path("error")));
      }
      return hasContent(chunk) ? new Role.Content() : new Role.Preamble();
    } catch (JacksonException malformed) {
      return new Role.Failure(
          new ProviderFault(Kind.MALFORMED, "The model's provider sent what is no JSON."));
    }
  }

  /** More than the role that the first chunk names. */
  private static boolean hasContent(JsonNode chunk) {
    for (JsonNode choice : chunk.path("choices")) {
      JsonNode finish = choice.path("finish_reason");
      if (finish.isString() || isAnswer(choice.path("delta"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAnswer(JsonNode delta) {
    return delta.properties().stream()
        .filter(part -> !part.getKey().equals("role"))
        .map(Map.Entry::getValue)
        .anyMatch(part -> part.isString() ? !part.asString().isEmpty() : !part.isEmpty());
  }

  @Override
  public byte[] failure(ProviderFault fault) {
    return "data: %s\n\n".formatted(ErrorAnswer.chatEvent(fault)).getBytes(StandardCharsets.UTF_8);
  }
}
