package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Question;
import java.util.List;

/** How a provider is asked, and how it answers. */
public interface Dialect {

  /**
   * Reads a request as strictly as the provider does.
   *
   * @throws Refusal with the provider's words for what is wrong
   */
  Question read(Call call);

  /** An answer at once. */
  byte[] whole(Question question, Answer answer, Ids ids);

  /** An answer in events; with text in pieces of that many characters. */
  List<Frame> stream(Question question, Answer answer, Ids ids, int chunkChars);

  /** How many tokens an answer takes to write. */
  default long tokens(Question question, Answer answer) {
    return Estimate.of(question, answer).output();
  }

  /** What the provider's streams are called. */
  default String streamType() {
    return "text/event-stream; charset=utf-8";
  }

  /** An error in the midst of a stream. */
  Frame errorEvent(Fault.Kind kind);

  /** An event that nobody has heard of. */
  Frame unknownEvent();

  /** An event that cannot be read. */
  Frame malformedEvent();

  /** What comes between events of a stream and means nothing. */
  default Frame comment() {
    return Frame.of(": keep-alive\n\n", 0);
  }
}
