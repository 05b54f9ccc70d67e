package dev.devtail.session.config;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets what is over, once an hour while the service runs; at its start too, if so told. */
final class HourlySweep implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(HourlySweep.class);

  private static final Duration PERIOD = Duration.ofHours(1);

  private final String what;
  private final Supplier<Mono<Long>> forget;
  private final Duration first;
  private volatile Disposable running = Disposables.disposed();

  /**
   * @param what is forgotten, for the log
   * @param forget answers how many were forgotten
   */
  HourlySweep(String what, Supplier<Mono<Long>> forget) {
    this(what, forget, PERIOD);
  }

  private HourlySweep(String what, Supplier<Mono<Long>> forget, Duration first) {
    this.what = what;
    this.forget = forget;
    this.first = first;
  }

  /** One that does not wait an hour for its first time. */
  static HourlySweep fromStart(String what, Supplier<Mono<Long>> forget) {
    return new HourlySweep(what, forget, Duration.ZERO);
  }

  @Override
  public void start() {
    running =
        Flux.interval(first, PERIOD).onBackpressureDrop().concatMap(tick -> sweep()).subscribe();
  }

  private Mono<Long> sweep() {
    return forget
        .get()
        .doOnNext(count -> log.debug("forgotten what={} count={}", what, count))
        .onErrorResume(
            failure -> {
              log.warn("not forgotten what={} reason={}", what, failure.getMessage());
              return Mono.empty();
            });
  }

  @Override
  public void stop() {
    running.dispose();
  }

  @Override
  public boolean isRunning() {
    return !running.isDisposed();
  }
}
