package dev.devtail.router.relay;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.exchange.ProviderFaultException;
import java.io.ByteArrayOutputStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Bodies that are read whole. */
final class BodyCollector {

  private BodyCollector() {}

  /** Fails with {@link ProviderFaultException} MALFORMED if it is longer. */
  static Mono<byte[]> collect(Flux<byte[]> body, int maxBytes) {
    return body.collect(
            ByteArrayOutputStream::new,
            (whole, piece) -> {
              if (whole.size() + piece.length > maxBytes) {
                throw new ProviderFaultException(
                    new ProviderFault(
                        Kind.MALFORMED, "The model's provider sent an answer without end."));
              }
              whole.writeBytes(piece);
            })
        .map(ByteArrayOutputStream::toByteArray);
  }
}
