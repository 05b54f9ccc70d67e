package dev.devtail.router.protocol;

/** What a provider speaks. */
public enum ProviderProtocol {
  /** Anthropic's Messages. */
  ANTHROPIC,
  /** OpenAI's Chat Completions: OpenAI, DeepSeek, OpenRouter and whatever is compatible. */
  OPENAI,
  /** Google's {@code generateContent} and {@code streamGenerateContent?alt=sse}. */
  GEMINI,
  /** Ollama's {@code /api/chat}: a JSON object a line. */
  OLLAMA;

  /** Whether a caller's bytes can go to such a provider, and its answer back, as they are. */
  public boolean speaks(CallerProtocol caller) {
    return switch (caller) {
      case MESSAGES -> this == ANTHROPIC;
      case CHAT_COMPLETIONS -> this == OPENAI;
      case RESPONSES -> false;
    };
  }
}
