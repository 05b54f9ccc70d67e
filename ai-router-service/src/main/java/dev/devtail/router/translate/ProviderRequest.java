package dev.devtail.router.translate;

import dev.devtail.router.translate.answer.AnswerShape;
import java.util.List;

/**
 * A request as the provider understands it.
 *
 * @param body JSON
 * @param dropped names of what the provider cannot hold of the caller's request, for a header of
 *     the answer: few, short, of printable ASCII without commas
 * @param shape what the caller's request asks of its answer
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ProviderRequest(byte[] body, List<String> dropped, AnswerShape shape) {

  public ProviderRequest {
    dropped = List.copyOf(dropped);
  }
}
