package dev.devtail.router.relay;

import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.provider.AnswerHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of an answer.
 *
 * @param head of the first part, and only of that
 * @param body goes on behind those before; of a stream, whole events
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes, that nobody compares
public record AnswerPart(@Nullable AnswerHead head, byte[] body) {

  /** An answer of ours: all of it, in JSON. */
  static AnswerPart json(int status, String json, Header... more) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("content-type", "application/json"));
    headers.add(new Header("content-length", Integer.toString(body.length)));
    headers.addAll(List.of(more));
    return new AnswerPart(new AnswerHead(status, new Headers(headers)), body);
  }
}
