package dev.devtail.terminal.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Work on files, on threads of its own: few at once, and only so many that wait.
 *
 * @param files runs it
 * @param what is read, for people
 */
record FileReading(Scheduler files, String what) {

  /** Fails with RESOURCE_EXHAUSTED if too many wait already. */
  <T> Mono<T> read(Callable<T> work) {
    return Mono.fromCallable(work)
        .subscribeOn(files)
        .onErrorMap(RejectedExecutionException.class, full -> tooMany());
  }

  /**
   * What comes one after the other, when it is asked for. Fails as {@link #read}.
   *
   * @param open makes what the rest works on
   * @param next empty at the end
   */
  <S, T> Flux<T> stream(Callable<S> open, Function<S, Optional<T>> next, Consumer<S> close) {
    return Flux.<T, S>generate(
            open,
            (state, sink) -> {
              next.apply(state).ifPresentOrElse(sink::next, sink::complete);
              return state;
            },
            close)
        .subscribeOn(files)
        .onErrorMap(RejectedExecutionException.class, full -> tooMany());
  }

  /** What goes on for long once it has begun; its beginning is work as of {@link #read}. */
  <T> Flux<T> begin(Supplier<Flux<T>> work) {
    return Flux.defer(work)
        .subscribeOn(files, false)
        .onErrorMap(RejectedExecutionException.class, full -> tooMany());
  }

  private Fault tooMany() {
    return new Fault(
        FaultCode.RESOURCE_EXHAUSTED,
        "Too many %s are being read at once; try again.".formatted(what));
  }
}
