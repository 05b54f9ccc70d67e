package dev.devtail.router.relay;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.exchange.ProviderFaultException;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.provider.AnswerHead;
import dev.devtail.router.provider.ProviderCall;
import dev.devtail.router.provider.ProviderClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Providers that answer by a script, without a network. */
final class ScriptedProviders implements ProviderClient {

  /** One answer, or its absence. */
  record Scripted(int status, List<Header> headers, Flux<byte[]> body) {

    static Scripted stream(String... pieces) {
      return stream(Flux.fromArray(pieces));
    }

    static Scripted stream(Flux<String> pieces) {
      return new Scripted(
          200,
          List.of(
              new Header("content-type", "text/event-stream; charset=utf-8"),
              new Header("request-id", "req_1"),
              new Header("transfer-encoding", "chunked")),
          pieces.map(piece -> piece.getBytes(StandardCharsets.UTF_8)));
    }

    static Scripted json(int status, String body, Header... more) {
      List<Header> headers = new ArrayList<>(List.of(more));
      headers.add(new Header("content-type", "application/json"));
      return new Scripted(
          status, headers, Flux.just(body).map(piece -> piece.getBytes(StandardCharsets.UTF_8)));
    }

    static Scripted unreachable() {
      return new Scripted(0, List.of(), Flux.empty());
    }
  }

  final List<ProviderCall> calls = new ArrayList<>();
  private final Function<ProviderCall, Scripted> script;
  int cancelled;

  ScriptedProviders(Function<ProviderCall, Scripted> script) {
    this.script = script;
  }

  /** A stream that breaks off, as a connection that closes too early. */
  static Flux<String> cut(String... pieces) {
    return Flux.fromArray(pieces)
        .concatWith(Mono.error(new ProviderFaultException(new ProviderFault(Kind.CUT, "cut off"))));
  }

  @Override
  public <T> Flux<T> call(
      ProviderCall call, BiFunction<AnswerHead, Flux<byte[]>, Publisher<T>> answer) {
    return Flux.<T>defer(
            () -> {
              calls.add(call);
              Scripted scripted = script.apply(call);
              if (scripted.status() == 0) {
                return Flux.error(
                    new ProviderFaultException(
                        new ProviderFault(Kind.UNREACHABLE, "nobody there")));
              }
              return answer.apply(
                  new AnswerHead(scripted.status(), new Headers(scripted.headers())),
                  scripted.body());
            })
        .doOnCancel(() -> cancelled++);
  }
}
