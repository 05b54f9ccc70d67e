package dev.devtail.router.protocol;

/** What a caller speaks, and is answered in. */
public enum CallerProtocol {
  /** Anthropic's Messages: {@code POST /v1/messages}. */
  MESSAGES,
  /** OpenAI's Chat Completions: {@code POST /v1/chat/completions}. */
  CHAT_COMPLETIONS,
  /** OpenAI's Responses, as far as they keep no state: {@code POST /v1/responses}. */
  RESPONSES
}
