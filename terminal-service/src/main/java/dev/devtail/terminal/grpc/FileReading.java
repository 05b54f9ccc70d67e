package dev.devtail.terminal.grpc;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
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
        .onErrorMap(
            RejectedExecutionException.class,
            full ->
                new Fault(
                    FaultCode.RESOURCE_EXHAUSTED,
                    "Too many %s are being read at once; try again.".formatted(what)));
  }
}
