package dev.devtail.router.translate.answer;

import java.io.ByteArrayOutputStream;

/** Writes one answer as its caller's protocol has it. */
public interface AnswerWriter {

  /** The next event of a stream. {@link AnswerEvent.Failed} writes nothing. */
  void write(AnswerEvent event, ByteArrayOutputStream out);

  /** An answer that is sent at once. */
  byte[] whole(Answer answer);
}
