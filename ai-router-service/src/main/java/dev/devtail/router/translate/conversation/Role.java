package dev.devtail.router.translate.conversation;

/** Whose message it is. */
public enum Role {
  USER,
  ASSISTANT,
  /** Of whoever runs the assistant, in the midst of the conversation. */
  SYSTEM
}
