package dev.devtail.router.relay;

import dev.devtail.router.provider.AnswerHead;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the head before the first part of a stream. For one stream; not thread-safe. */
final class FirstHead implements Function<byte[], AnswerPart> {

  private @Nullable AnswerHead head;

  FirstHead(AnswerHead head) {
    this.head = head;
  }

  @Override
  public AnswerPart apply(byte[] bytes) {
    AnswerPart part = new AnswerPart(head, bytes);
    head = null;
    return part;
  }
}
