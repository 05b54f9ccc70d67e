package dev.devtail.router.translate.answer;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Reads one answer of a provider. It has a state, so that it is for one answer alone. What is not
 * of the protocol is told as {@link AnswerEvent.Failed}; the methods throw nothing but {@link
 * tools.jackson.core.JacksonException}, for what is no JSON.
 */
public interface AnswerReader {

  /** An answer that comes at once, with HTTP 200. */
  void whole(JsonNode answer, Consumer<AnswerEvent> to);

  /**
   * The next piece of a stream.
   *
   * @param data of an event, or a line where the protocol has lines
   */
  void next(String data, Consumer<AnswerEvent> to);

  /** The stream has ended. If it has not said so before, nothing is told. */
  void end(Consumer<AnswerEvent> to);
}
