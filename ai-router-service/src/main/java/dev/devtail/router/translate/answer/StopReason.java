package dev.devtail.router.translate.answer;

/** Why the answer has ended. */
public enum StopReason {
  /** The model has said what it wanted to. */
  END,
  /** One of the caller's sequences would have come next. */
  STOP_SEQUENCE,
  /** The model waits for results of tools. */
  TOOL_USE,
  /** The answer would be longer than asked for. */
  MAX_TOKENS,
  /** The conversation and the answer no longer fit into the model. */
  CONTEXT_FULL,
  /** The provider lets the model pause; the caller may send the answer back for it to go on. */
  PAUSE,
  /** The model, or its provider, does not want to say this. */
  REFUSAL
}
