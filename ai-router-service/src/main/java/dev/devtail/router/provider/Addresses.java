package dev.devtail.router.provider;

import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.route.ModelName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where each protocol has its calls, and what it knows its customers by. */
public final class Addresses {

  private static final String ANTHROPIC_VERSION = "anthropic-version";

  /** Of the protocol as it has been for years; what a caller says goes before it. */
  private static final String KNOWN_VERSION = "2023-06-01";

  /** Of the caller's headers, what is between it and us. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "accept-encoding",
          "expect",
          "authorization",
          "x-api-key",
          "x-goog-api-key",
          "cookie",
          "forwarded");

  private Addresses() {}

  /**
   * A call with a caller's own bytes.
   *
   * @param path behind the deployment's address
   * @param query as the caller wrote it
   */
  public static ProviderCall passed(
      Deployment deployment, String path, String query, Headers caller, byte[] body) {
    List<Header> headers = new ArrayList<>();
    for (Header header : caller.all()) {
      if (!OURS.contains(header.name())
          && !header.name().startsWith("x-forwarded-")
          && !header.name().startsWith("devtail-")) {
        headers.add(header);
      }
    }
    return new ProviderCall(
        deployment.baseUrl() + path + (query.isEmpty() ? "" : "?" + query),
        new Headers(identified(deployment, headers)),
        body);
  }

  /** A call that was translated into the provider's protocol. */
  public static ProviderCall translated(
      Deployment deployment, ModelName model, boolean stream, byte[] body) {
    return new ProviderCall(
        deployment.baseUrl() + path(deployment, model, stream),
        new Headers(identified(deployment, List.of())),
        body);
  }

  private static String path(Deployment deployment, ModelName model, boolean stream) {
    return switch (deployment.protocol()) {
      case ANTHROPIC -> "/v1/messages";
      case OPENAI -> "/chat/completions";
      case OLLAMA -> "/api/chat";
      case GEMINI ->
          "/v1beta/models/%s:%s"
              .formatted(
                  URLEncoder.encode(model.model(), StandardCharsets.UTF_8),
                  stream ? "streamGenerateContent?alt=sse" : "generateContent");
    };
  }

  private static List<Header> identified(Deployment deployment, List<Header> others) {
    List<Header> headers = new ArrayList<>(others);
    headers.add(new Header("content-type", "application/json"));
    String key = deployment.key();
    switch (deployment.protocol()) {
      case ANTHROPIC -> {
        headers.add(new Header("x-api-key", key));
        if (others.stream().noneMatch(header -> header.name().equals(ANTHROPIC_VERSION))) {
          headers.add(new Header(ANTHROPIC_VERSION, KNOWN_VERSION));
        }
      }
      case GEMINI -> headers.add(new Header("x-goog-api-key", key));
      case OPENAI, OLLAMA -> {
        if (!key.isEmpty()) {
          headers.add(new Header("authorization", "Bearer " + key));
        }
      }
    }
    return headers;
  }
}
