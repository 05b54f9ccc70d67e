package dev.devtail.router.relay;

import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of a provider's head goes to the caller, and what we say in ours. */
final class AnswerHeaders {

  /** Of the connection between the provider and us, and of its cookies. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "content-encoding",
          "set-cookie",
          "strict-transport-security",
          "alt-svc",
          "server",
          "via",
          "date");

  private AnswerHeaders() {}

  /**
   * @param length of the whole body; negative: not known
   */
  static Headers of(Headers provider, List<Header> ours, long length) {
    List<Header> headers = new ArrayList<>();
    for (Header header : provider.all()) {
      if (!OF_THE_CONNECTION.contains(header.name())) {
        headers.add(header);
      }
    }
    headers.addAll(ours);
    if (length >= 0) {
      headers.add(new Header("content-length", Long.toString(length)));
    }
    return new Headers(headers);
  }
}
