package dev.devtail.router.translate.answer;

import dev.devtail.router.route.ModelName;
import java.time.Instant;

/**
 * What the writing of an answer needs beside it.
 *
 * @param id of the call, unlike any other: letters, digits, {@code _} and {@code -}; ids of the
 *     answer and of its tool calls are made of it
 * @param model that answers
 * @param time of the answer
 * @param shape what the request asks of its answer
 */
public record AnswerContext(String id, ModelName model, Instant time, AnswerShape shape) {

  /** An id of the {@code index}th part of this answer. */
  public String partId(String prefix, int index) {
    return prefix + id + "_" + index;
  }
}
