package dev.devtail.router.usage;

import dev.devtail.router.sse.ServerSentEvent;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads beside an answer what it has used, and changes nothing of it. What cannot be read is passed
 * over: the answer is the caller's, whatever we make of it. For one answer; not thread-safe.
 */
public final class UsageMeter {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final UsageFormat format;
  private Usage usage = Usage.NONE;
  private boolean told;

  public UsageMeter(UsageFormat format) {
    this.format = format;
  }

  /** An event of a stream. Most say nothing of usage, and are not parsed. */
  public void event(ServerSentEvent event) {
    String data = event.data();
    if (data.contains("\"usage\"") || data.contains("\"usageMetadata\"")) {
      parse(data);
    }
  }

  /** An answer that came at once, or one line of a stream of JSON objects. */
  public void object(String json) {
    parse(json);
  }

  private void parse(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      take(root);
      // What begins a stream wraps it: of Anthropic's Messages, and of OpenAI's Responses.
      take(root.path("message"));
      take(root.path("response"));
    } catch (JacksonException notOurs) {
      // The caller will see for itself.
    }
  }

  private void take(JsonNode holder) {
    JsonNode counts =
        switch (format) {
          case ANTHROPIC, OPENAI_CHAT, OPENAI_RESPONSES -> holder.path("usage");
          case GEMINI -> holder.path("usageMetadata");
          case OLLAMA -> holder.path("done").asBoolean(false) ? holder : holder.path("usage");
        };
    if (counts.isObject()) {
      usage = format.read(counts, usage);
      told = true;
    }
  }

  /** What was used as far as the provider has told; empty if it has not. */
  public Optional<Usage> usage() {
    return told ? Optional.of(usage) : Optional.empty();
  }
}
