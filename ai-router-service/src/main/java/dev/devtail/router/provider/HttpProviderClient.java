package dev.devtail.router.provider;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.exchange.ProviderFaultException;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** Over HTTP/1.1, on connections that are kept. */
public final class HttpProviderClient implements ProviderClient {

  private static final String DECOMPRESSOR = "devtail.decompressor";

  private final HttpClient http;

  /**
   * @param http with its pool, its loops and its time to connect
   */
  public HttpProviderClient(HttpClient http) {
    this.http =
        http.doOnChannelInit(
            (observer, channel, remote) ->
                // Nobody asks for compression; some compress all the same.
                channel
                    .pipeline()
                    .addAfter(
                        NettyPipeline.HttpCodec, DECOMPRESSOR, new HttpContentDecompressor(0)));
  }

  @Override
  public <T> Flux<T> call(
      ProviderCall call, BiFunction<AnswerHead, Flux<byte[]>, Publisher<T>> answer) {
    return http.headers(headers -> set(headers, call.headers()))
        .post()
        .uri(call.url())
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(call.body())))
        .response(
            (response, content) ->
                Flux.from(
                        answer.apply(
                            head(response),
                            content.asByteArray().onErrorMap(HttpProviderClient::cut)))
                    .onErrorMap(OfAnswer::new))
        .onErrorMap(
            failure ->
                failure instanceof OfAnswer ofAnswer ? ofAnswer.failure() : unreachable(failure));
  }

  /** A failure of whoever reads the answer, which is none of the connection. */
  private static final class OfAnswer extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Throwable failure;

    OfAnswer(Throwable failure) {
      super(failure.getMessage(), failure, false, false);
      this.failure = failure;
    }

    Throwable failure() {
      return failure;
    }
  }

  private static void set(HttpHeaders headers, Headers ours) {
    headers.remove("accept");
    headers.remove("user-agent");
    ours.all().forEach(header -> headers.add(header.name(), header.value()));
  }

  private static AnswerHead head(HttpClientResponse response) {
    List<Header> headers =
        response.responseHeaders().entries().stream()
            .map(field -> new Header(field.getKey().toLowerCase(Locale.ROOT), field.getValue()))
            .toList();
    return new AnswerHead(response.status().code(), new Headers(headers));
  }

  private static Throwable cut(Throwable cause) {
    return new ProviderFaultException(
        new ProviderFault(Kind.CUT, "The model's answer was cut off before its end."));
  }

  private static Throwable unreachable(Throwable cause) {
    return new ProviderFaultException(
        new ProviderFault(
            Kind.UNREACHABLE, "The model's provider cannot be reached: " + reason(cause)));
  }

  /** Without addresses, which are nothing to the caller. */
  private static String reason(Throwable cause) {
    return switch (cause) {
      case java.net.UnknownHostException unknown -> "its name is not known.";
      case java.net.ConnectException refused -> "it takes no connection.";
      case javax.net.ssl.SSLException untrusted -> "its certificate is not trusted.";
      default -> "the connection broke.";
    };
  }
}
