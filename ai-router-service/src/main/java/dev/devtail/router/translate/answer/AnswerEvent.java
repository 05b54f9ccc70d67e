package dev.devtail.router.translate.answer;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.translate.conversation.Signature;
import dev.devtail.router.translate.conversation.ToolId;
import dev.devtail.router.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What happens in an answer. {@link Started} comes first and {@link Finished} last; between them
 * are blocks, one after the other, each with its deltas. {@link Failed} may come anywhere, and
 * nothing after it.
 */
public sealed interface AnswerEvent {

  /**
   * @param usage what is known at this time, mostly of the input
   */
  record Started(Usage usage) implements AnswerEvent {}

  /**
   * What is known to be used so far, told in the midst. For whoever pays, if the rest does not
   * come.
   */
  record Counted(Usage usage) implements AnswerEvent {}

  record TextStarted() implements AnswerEvent {}

  record ThinkingStarted() implements AnswerEvent {}

  /**
   * @param name as the caller knows the tool
   */
  record ToolUseStarted(ToolId id, String name) implements AnswerEvent {}

  /** Of the text that has started. */
  record TextDelta(String text) implements AnswerEvent {}

  /** Of the thinking that has started. */
  record ThinkingDelta(String text) implements AnswerEvent {}

  /** Of the thinking that has started; once, at its end. */
  record Signed(Signature signature) implements AnswerEvent {}

  /**
   * Of the tool's input that has started.
   *
   * @param json a fragment; all of them make up an object, or none come and it is empty
   */
  record InputDelta(String json) implements AnswerEvent {}

  record BlockEnded() implements AnswerEvent {}

  /** A block that comes at once. */
  record RedactedThinking(String data) implements AnswerEvent {}

  /**
   * @param stopSequence which it was; null if it was none, or the provider does not tell
   */
  record Finished(StopReason reason, @Nullable String stopSequence, Usage usage)
      implements AnswerEvent {}

  record Failed(ProviderFault fault) implements AnswerEvent {}
}
