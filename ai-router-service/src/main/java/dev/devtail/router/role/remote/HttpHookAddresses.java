package dev.devtail.router.role.remote;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.router.role.HookAddresses;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** {@link HookAddresses} over HTTP. Nobody is followed elsewhere. */
public final class HttpHookAddresses implements HookAddresses, AutoCloseable {

  /** What is read of an answer, in bytes. */
  private static final int MAX_ANSWER = 64 * 1024;

  /** Calls at the same time, to one address. */
  private static final int MAX_CONNECTIONS = 100;

  private final ConnectionProvider connections =
      ConnectionProvider.builder("devtail-hooks").maxConnections(MAX_CONNECTIONS).build();
  private final HttpClient http;

  public HttpHookAddresses(LoopResources loops) {
    this.http =
        HttpClient.create(connections)
            .runOn(loops)
            .followRedirect(false)
            .headers(headers -> headers.set("content-type", "application/json"));
  }

  @Override
  public Mono<Answer> post(URI url, byte[] json, Duration timeLimit) {
    return http.post()
        .uri(url)
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(json)))
        .response((head, body) -> text(body).map(text -> new Answer(head.status().code(), text)))
        .next()
        .timeout(timeLimit)
        .onErrorMap(TimeoutException.class, late -> tooLate(timeLimit))
        .onErrorMap(failure -> !(failure instanceof Fault), HttpHookAddresses::away);
  }

  private static Mono<String> text(ByteBufFlux body) {
    return Mono.defer(
        () -> {
          ByteArrayOutputStream text = new ByteArrayOutputStream();
          return body.asByteArray()
              .doOnNext(
                  bytes -> text.write(bytes, 0, Math.min(bytes.length, MAX_ANSWER - text.size())))
              .takeUntil(bytes -> text.size() >= MAX_ANSWER)
              .then(Mono.fromSupplier(() -> text.toString(StandardCharsets.UTF_8)));
        });
  }

  private static Fault tooLate(Duration timeLimit) {
    return new Fault(
        FaultCode.TIMEOUT, "It did not answer within %d s.".formatted(timeLimit.toSeconds()));
  }

  private static Fault away(Throwable cause) {
    return new Fault(FaultCode.UNAVAILABLE, "It cannot be reached: " + cause.getMessage());
  }

  @Override
  public void close() {
    connections.dispose();
  }
}
