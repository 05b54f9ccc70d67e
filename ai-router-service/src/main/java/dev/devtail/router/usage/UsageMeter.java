package dev.devtail.router.usage;

import dev.devtail.router.sse.ServerSentEvent;
import java.util.List;
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

  /** What stands before the words of a delta of Anthropic's. */
  private static final List<String> WORDS =
      List.of("\"text\":\"", "\"thinking\":\"", "\"partial_json\":\"");

  /** What stands behind them: a quote, and the end of two objects. */
  private static final int BEHIND_WORDS = 3;

  private static final int BYTES_PER_TOKEN = 4;

  private final UsageFormat format;
  private Usage usage = Usage.NONE;
  private boolean told;

  /** Whether what was written has been counted by the provider, which it tells last. */
  private boolean counted;

  /** Characters of the words that have come. */
  private long written;

  public UsageMeter(UsageFormat format) {
    this.format = format;
  }

  /** An event of a stream. Most say nothing of usage, and are not parsed. */
  public void event(ServerSentEvent event) {
    String data = event.data();
    if (format == UsageFormat.ANTHROPIC) {
      switch (event.type()) {
        case "content_block_delta" -> written += wordsOf(data);
        case "message_delta" -> counted = true;
        default -> {
          // Says nothing of what was written.
        }
      }
    }
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

  private static int wordsOf(String data) {
    for (String before : WORDS) {
      int found = data.indexOf(before);
      if (found >= 0) {
        return Math.max(0, data.length() - found - before.length() - BEHIND_WORDS);
      }
    }
    return 0;
  }

  /**
   * What was used as far as the provider has told; empty if it has not. Of a stream that was left
   * before Anthropic has counted what it wrote, that is estimated by its length.
   */
  public Optional<Usage> usage() {
    if (!told) {
      return Optional.empty();
    }
    return Optional.of(
        counted || format != UsageFormat.ANTHROPIC
            ? usage
            : usage.withOutput(Math.max(usage.output(), written / BYTES_PER_TOKEN)));
  }
}
