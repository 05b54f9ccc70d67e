package dev.devtail.router.translate.answer;

import dev.devtail.router.translate.conversation.Signature;
import dev.devtail.router.translate.conversation.ToolId;
import dev.devtail.router.usage.Usage;
import java.util.function.Consumer;

/**
 * Makes blocks of pieces, for protocols that do not say where a text or a thought begins and ends:
 * a block ends where a piece of another kind comes.
 */
public final class BlockSequence {

  private enum Kind {
    NONE,
    TEXT,
    THINKING,
    TOOL_USE
  }

  private final Signature.Origin origin;
  private final String signedBy;
  private boolean started;
  private Kind open = Kind.NONE;
  private boolean signed;

  /**
   * @param origin of thinking that comes without a signature, and is given one
   * @param signedBy the value of that signature
   */
  public BlockSequence(Signature.Origin origin, String signedBy) {
    this.origin = origin;
    this.signedBy = signedBy;
  }

  public void start(Usage usage, Consumer<AnswerEvent> to) {
    if (!started) {
      started = true;
      to.accept(new AnswerEvent.Started(usage));
    }
  }

  public void text(String text, Consumer<AnswerEvent> to) {
    if (text.isEmpty()) {
      return;
    }
    if (open != Kind.TEXT) {
      open(Kind.TEXT, new AnswerEvent.TextStarted(), to);
    }
    to.accept(new AnswerEvent.TextDelta(text));
  }

  public void thinking(String text, Consumer<AnswerEvent> to) {
    if (text.isEmpty()) {
      return;
    }
    if (open != Kind.THINKING || signed) {
      open(Kind.THINKING, new AnswerEvent.ThinkingStarted(), to);
    }
    to.accept(new AnswerEvent.ThinkingDelta(text));
  }

  /** Signs the thinking that is open, or one that has no text. */
  public void signature(Signature signature, Consumer<AnswerEvent> to) {
    if (open != Kind.THINKING || signed) {
      open(Kind.THINKING, new AnswerEvent.ThinkingStarted(), to);
    }
    signed = true;
    to.accept(new AnswerEvent.Signed(signature));
  }

  public void toolUse(ToolId id, String name, Consumer<AnswerEvent> to) {
    open(Kind.TOOL_USE, new AnswerEvent.ToolUseStarted(id, name), to);
  }

  /** Of the tool that is open. */
  public void input(String json, Consumer<AnswerEvent> to) {
    if (!json.isEmpty()) {
      to.accept(new AnswerEvent.InputDelta(json));
    }
  }

  private void open(Kind kind, AnswerEvent event, Consumer<AnswerEvent> to) {
    close(to);
    open = kind;
    signed = false;
    to.accept(event);
  }

  /** Ends the block that is open, if one is. */
  public void close(Consumer<AnswerEvent> to) {
    if (open == Kind.NONE) {
      return;
    }
    if (open == Kind.THINKING && !signed) {
      to.accept(new AnswerEvent.Signed(new Signature(origin, signedBy)));
    }
    open = Kind.NONE;
    to.accept(new AnswerEvent.BlockEnded());
  }
}
