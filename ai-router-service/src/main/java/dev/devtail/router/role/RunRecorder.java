package dev.devtail.router.role;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.router.role.RunState.Ended;
import java.time.Duration;
import java.time.InstantSource;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Keeps what happens in one run, and tells it, in that order. */
final class RunRecorder {

  /** For some minutes; a run outlives a restart of the database. */
  private static final Retry WHILE_AWAY =
      Retry.backoff(40, Duration.ofMillis(200))
          .maxBackoff(Duration.ofSeconds(5))
          .filter(
              failure ->
                  failure instanceof Fault fault
                      && (fault.code() == FaultCode.UNAVAILABLE
                          || fault.code() == FaultCode.TIMEOUT))
          .onRetryExhaustedThrow((retries, last) -> last.failure());

  private final RunSpec run;
  private final RunStore store;
  private final StepEvents events;
  private final InstantSource clock;

  RunRecorder(RunSpec run, RunStore store, StepEvents events, InstantSource clock) {
    this.run = run;
    this.store = store;
    this.events = events;
    this.clock = clock;
  }

  void stepStarted(int number, Role role, int round) {
    events.stepStarted(run, number, role, round);
  }

  void stepEnded(Step step) throws InterruptedException {
    keep(store.add(run.id(), step));
    events.stepEnded(run, step);
  }

  void ended(Ended state) throws InterruptedException {
    keep(store.end(run.id(), state, clock.instant()));
    events.ended(run, state);
  }

  private static void keep(Mono<Void> write) throws InterruptedException {
    Awaited.maybe(Mono.defer(() -> write).retryWhen(WHILE_AWAY));
  }
}
