package dev.devtail.router.usage;

import tools.jackson.databind.JsonNode;

/** How protocols tell what was used. Each counts the same tokens in other boxes. */
public enum UsageFormat {

  /**
   * {@code usage} of {@code message}, {@code message_start} and {@code message_delta}. A later one
   * replaces what it names, and says nothing of the rest.
   */
  ANTHROPIC {
    @Override
    public Usage read(JsonNode usage, Usage before) {
      long writes =
          count(
              usage, "cache_creation_input_tokens", before.cacheWrite5m() + before.cacheWrite1h());
      long hour =
          count(usage.path("cache_creation"), "ephemeral_1h_input_tokens", before.cacheWrite1h());
      return new Usage(
          count(usage, "input_tokens", before.input()),
          count(usage, "cache_read_input_tokens", before.cacheRead()),
          Math.max(0, writes - hour),
          Math.min(hour, writes),
          count(usage, "output_tokens", before.output()),
          count(usage.path("output_tokens_details"), "thinking_tokens", before.reasoning()),
          count(usage.path("server_tool_use"), "web_search_requests", before.webSearches()));
    }
  },

  /**
   * {@code usage} of Chat Completions: what was cached is part of the prompt, reasoning part of the
   * completion. DeepSeek names the cached part otherwise.
   */
  OPENAI_CHAT {
    @Override
    public Usage read(JsonNode usage, Usage before) {
      return ofOpenAi(usage, "prompt_tokens", "completion_tokens", before);
    }
  },

  /** {@code usage} of the Responses API. */
  OPENAI_RESPONSES {
    @Override
    public Usage read(JsonNode usage, Usage before) {
      return ofOpenAi(usage, "input_tokens", "output_tokens", before);
    }
  },

  /**
   * {@code usageMetadata}: thoughts are counted beside the candidates, and tools beside the prompt.
   */
  GEMINI {
    @Override
    public Usage read(JsonNode usage, Usage before) {
      boolean tellsInput = usage.has("promptTokenCount");
      long input =
          tellsInput
              ? count(usage, "promptTokenCount", 0) + count(usage, "toolUsePromptTokenCount", 0)
              : before.totalInput();
      boolean tellsOutput = usage.has("candidatesTokenCount") || usage.has("thoughtsTokenCount");
      long thoughts = tellsOutput ? count(usage, "thoughtsTokenCount", 0) : before.reasoning();
      long output =
          tellsOutput ? count(usage, "candidatesTokenCount", 0) + thoughts : before.output();
      return ofWhole(
          input,
          count(usage, "cachedContentTokenCount", before.cacheRead()),
          output,
          thoughts,
          before.webSearches());
    }
  },

  /** The last line of {@code /api/chat}. Nothing is cached that would be paid for. */
  OLLAMA {
    @Override
    public Usage read(JsonNode usage, Usage before) {
      return ofWhole(
          count(usage, "prompt_eval_count", before.input()),
          0,
          count(usage, "eval_count", before.output()),
          0,
          0);
    }
  };

  /**
   * Reads the object that holds the counts.
   *
   * @param before what the call has told so far
   */
  public abstract Usage read(JsonNode usage, Usage before);

  private static Usage ofOpenAi(JsonNode usage, String input, String output, Usage before) {
    long cached = count(usage.path(input + "_details"), "cached_tokens", before.cacheRead());
    return ofWhole(
        count(usage, input, before.totalInput()),
        count(usage, "prompt_cache_hit_tokens", cached),
        count(usage, output, before.output()),
        count(usage.path(output + "_details"), "reasoning_tokens", before.reasoning()),
        before.webSearches());
  }

  private static Usage ofWhole(
      long prompt, long cached, long output, long reasoning, long webSearches) {
    long read = Math.min(cached, prompt);
    return new Usage(prompt - read, read, 0, 0, output, Math.min(reasoning, output), webSearches);
  }

  /** A count that is missing, null or no count leaves what was known. */
  private static long count(JsonNode object, String name, long otherwise) {
    JsonNode value = object.path(name);
    return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0
        ? value.longValue()
        : otherwise;
  }
}
