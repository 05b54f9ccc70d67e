package dev.devtail.router.translate.conversation;

/** Whether the model is to call a tool. */
public sealed interface ToolChoice {

  /** As the provider does when nothing is said. */
  record Unsaid() implements ToolChoice {}

  record Auto() implements ToolChoice {}

  record None() implements ToolChoice {}

  /** At least one, whichever. */
  record Any() implements ToolChoice {}

  record One(String name) implements ToolChoice {}
}
