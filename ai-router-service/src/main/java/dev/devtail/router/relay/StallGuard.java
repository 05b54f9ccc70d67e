package dev.devtail.router.relay;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends a stream of which nothing comes although more is asked for. A reader that takes its time is
 * no reason.
 */
final class StallGuard {

  private static final long NOTHING_ASKED_FOR = Long.MAX_VALUE;

  /** A stall is seen by a quarter of its time too late. */
  private static final int LOOKS = 4;

  private StallGuard() {}

  private final AtomicLong demand = new AtomicLong();
  private final AtomicLong waitingSince = new AtomicLong(NOTHING_ASKED_FOR);

  static <T> Flux<T> guard(Flux<T> stream, Duration idle, Supplier<? extends Throwable> stalled) {
    return Flux.defer(
        () -> {
          StallGuard guard = new StallGuard();
          Mono<T> stall =
              Flux.interval(idle.dividedBy(LOOKS))
                  .filter(look -> guard.hasWaited(idle))
                  .next()
                  .flatMap(look -> Mono.error(stalled));
          return stream
              .doOnRequest(guard::asked)
              .doOnNext(piece -> guard.came())
              .takeUntilOther(stall);
        });
  }

  private void asked(long more) {
    demand.accumulateAndGet(more, (have, add) -> have + add < 0 ? Long.MAX_VALUE : have + add);
    waitingSince.set(System.nanoTime());
  }

  private void came() {
    boolean more = demand.decrementAndGet() > 0;
    waitingSince.set(more ? System.nanoTime() : NOTHING_ASKED_FOR);
  }

  private boolean hasWaited(Duration idle) {
    long since = waitingSince.get();
    return since != NOTHING_ASKED_FOR && System.nanoTime() - since > idle.toNanos();
  }
}
