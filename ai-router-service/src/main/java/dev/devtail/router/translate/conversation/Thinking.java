package dev.devtail.router.translate.conversation;

/** Whether the model is to think before it answers. */
public sealed interface Thinking {

  /** As the provider does when nothing is said. */
  record Unsaid() implements Thinking {}

  record Off() implements Thinking {}

  /** As much as it finds right. */
  record Adaptive() implements Thinking {}

  /**
   * @param tokens at most
   */
  record Budget(long tokens) implements Thinking {}
}
