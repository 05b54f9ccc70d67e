package dev.devtail.gateway.rest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives every answer to a GET a strong validator, and answers 304 to whoever has it already (RFC
 * 9110, 8.8.3 and 13.1.2). Only what is in memory as a whole is looked at; what is streamed states
 * a validator of its own.
 */
public final class Validators implements WebFilter {

  /** Kept by the one client that asked, and asked for again each time. */
  private static final String REVALIDATED = "private, no-cache";

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return HttpMethod.GET.equals(exchange.getRequest().getMethod())
        ? chain.filter(exchange.mutate().response(new Validated(exchange)).build())
        : chain.filter(exchange);
  }

  /**
   * @return the ETag of a content, quotes included
   */
  static String of(DataBuffer content) {
    MessageDigest digest = sha256();
    try (DataBuffer.ByteBufferIterator parts = content.readableByteBuffers()) {
      parts.forEachRemaining(digest::update);
    }
    return quoted(digest);
  }

  /**
   * @return the ETag of a content, quotes included
   */
  public static String of(byte[] content) {
    MessageDigest digest = sha256();
    digest.update(content);
    return quoted(digest);
  }

  private static String quoted(MessageDigest digest) {
    return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()) + '"';
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }

  private static final class Validated extends ServerHttpResponseDecorator {

    private final ServerWebExchange exchange;

    Validated(ServerWebExchange exchange) {
      super(exchange.getResponse());
      this.exchange = exchange;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
      boolean whole = body instanceof Mono;
      boolean found = getStatusCode() == null || HttpStatus.OK.equals(getStatusCode());
      return whole && found && getHeaders().getETag() == null
          ? Mono.<DataBuffer>from(body).flatMap(this::writeValidated)
          : super.writeWith(body);
    }

    private Mono<Void> writeValidated(DataBuffer content) {
      HttpHeaders headers = getHeaders();
      if (headers.getCacheControl() == null) {
        headers.setCacheControl(REVALIDATED);
      }
      if (!exchange.checkNotModified(of(content))) {
        return super.writeWith(Mono.just(content));
      }
      DataBufferUtils.release(content);
      headers.remove(HttpHeaders.CONTENT_LENGTH);
      headers.remove(HttpHeaders.CONTENT_TYPE);
      return setComplete();
    }
  }
}
