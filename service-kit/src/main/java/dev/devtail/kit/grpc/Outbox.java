package dev.devtail.kit.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;
import reactor.util.retry.Retry;

/**
 * Tells another service what has happened here, in order and each until it has been heard: while
 * that service is away, what happens waits here and is made up for afterwards. Thread-safe.
 */
public final class Outbox<T> implements AutoCloseable {

  /** Items that wait. */
  public static final int MAX_WAITING = 10_000;

  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);

  private final Sinks.Many<T> waiting =
      Sinks.many().unicast().onBackpressureBuffer(Queues.<T>get(MAX_WAITING).get());
  private final Disposable telling;

  /**
   * @param tell does it once, at each subscription anew; safe to repeat
   * @param refused is told what will not be heard, and why: it is left out
   */
  public Outbox(Function<T, ? extends Mono<?>> tell, BiConsumer<T, Throwable> refused) {
    this.telling = waiting.asFlux().concatMap(item -> untilHeard(item, tell, refused)).subscribe();
  }

  private static <T> Mono<?> untilHeard(
      T item, Function<T, ? extends Mono<?>> tell, BiConsumer<T, Throwable> refused) {
    return tell.apply(item)
        .then()
        .retryWhen(
            Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                .maxBackoff(LAST_RETRY)
                .filter(Outbox::mayPass))
        .doOnError(failure -> refused.accept(item, failure))
        .onErrorComplete();
  }

  private static boolean mayPass(Throwable failure) {
    return failure instanceof Fault fault
        && (fault.code() == FaultCode.UNAVAILABLE
            || fault.code() == FaultCode.TIMEOUT
            || fault.code() == FaultCode.INTERNAL);
  }

  /** Returns whether there was room for it. */
  public synchronized boolean add(T item) {
    return waiting.tryEmitNext(item).isSuccess();
  }

  @Override
  public void close() {
    telling.dispose();
  }
}
