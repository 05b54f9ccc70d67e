package dev.devtail.gateway.models;

import com.google.protobuf.ByteString;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.HttpHeader;
import dev.devtail.protocol.service.v1.ModelEndpoint;
import dev.devtail.protocol.service.v1.RelayHead;
import dev.devtail.protocol.service.v1.RelayRequest;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/** Callers' requests as the router takes them. */
final class ModelRequests {

  /** Longest request, in bytes: Anthropic's own bound. */
  static final int MAX_BODY_BYTES = 32 << 20;

  /** Longest part of one on its way to the router, in bytes; as the rule in the schema. */
  private static final int PART_BYTES = 1 << 20;

  /** Of the connection to the caller, and what it shows to us. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "content-length",
          "authorization",
          "x-api-key",
          "cookie",
          "origin",
          "referer");

  private ModelRequests() {}

  /**
   * Fails with FRAME_TOO_LARGE, or UNAVAILABLE if there is no memory for it.
   *
   * @param sessionId that it belongs to; empty: to none
   * @param taken what it takes
   */
  static Mono<List<RelayRequest>> read(
      HttpServerRequest request,
      ModelEndpoint endpoint,
      String sessionId,
      RequestMemory.Taken taken) {
    String length = request.requestHeaders().get(HttpHeaderNames.CONTENT_LENGTH, "0");
    if (length.length() > 9 || Long.parseLong(length) > MAX_BODY_BYTES) {
      return Mono.error(ModelRequests::tooLong);
    }
    return request
        .receive()
        .reduceWith(() -> ByteString.EMPTY, (before, more) -> append(before, more, taken))
        .map(body -> parts(head(request, endpoint, sessionId), body));
  }

  private static ByteString append(ByteString before, ByteBuf more, RequestMemory.Taken taken) {
    if (before.size() + more.readableBytes() > MAX_BODY_BYTES) {
      throw tooLong();
    }
    taken.take(more.readableBytes());
    return before.concat(ByteString.copyFrom(more.nioBuffer()));
  }

  private static Fault tooLong() {
    return new Fault(
        FaultCode.FRAME_TOO_LARGE,
        "The request is longer than %d MB.".formatted(MAX_BODY_BYTES >> 20));
  }

  private static RelayHead head(
      HttpServerRequest request, ModelEndpoint endpoint, String sessionId) {
    String uri = request.uri();
    int query = uri.indexOf('?');
    RelayHead.Builder head =
        RelayHead.newBuilder()
            .setEndpoint(endpoint)
            .setSessionId(sessionId)
            .setQuery(query < 0 ? "" : uri.substring(query + 1));
    for (Map.Entry<String, String> field : request.requestHeaders()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!OURS.contains(name)) {
        head.addHeaders(HttpHeader.newBuilder().setName(name).setValue(field.getValue()));
      }
    }
    return head.build();
  }

  private static List<RelayRequest> parts(RelayHead head, ByteString body) {
    List<RelayRequest> parts = new ArrayList<>();
    int first = Math.min(PART_BYTES, body.size());
    parts.add(RelayRequest.newBuilder().setHead(head).setBody(body.substring(0, first)).build());
    for (int from = first; from < body.size(); from += PART_BYTES) {
      int end = Math.min(from + PART_BYTES, body.size());
      parts.add(RelayRequest.newBuilder().setBody(body.substring(from, end)).build());
    }
    return parts;
  }
}
