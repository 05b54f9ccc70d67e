package dev.devtail.router.provider;

import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Calls providers. */
public interface ProviderClient {

  /**
   * Makes a call when subscribed to. Whoever cancels it ends it at the provider too.
   *
   * @param answer is given how the answer begins, and the rest of it as it comes
   * @return what becomes of the answer; fails with {@link
   *     dev.devtail.router.exchange.ProviderFaultException} if there is none, or only a part of it
   */
  <T> Flux<T> call(ProviderCall call, BiFunction<AnswerHead, Flux<byte[]>, Publisher<T>> answer);
}
