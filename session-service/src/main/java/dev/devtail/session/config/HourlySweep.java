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
import reactor.util.retry.Retry;

/** Forgets what is over, once an hour while the service runs. */
final class HourlySweep implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(HourlySweep.class);

  private static final Duration PERIOD = Duration.ofHours(1);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final String what;
  private final Supplier<Mono<Long>> forget;
  private final Duration first;
  private final Retry again;
  private volatile Disposable running = Disposables.disposed();

  /**
   * @param what is forgotten, for the log
   * @param forget answers how many were forgotten
   */
  HourlySweep(String what, Supplier<Mono<Long>> forget) {
    this(what, forget, PERIOD, Retry.max(0));
  }

  private HourlySweep(String what, Supplier<Mono<Long>> forget, Duration first, Retry again) {
    this.what = what;
    this.forget = forget;
    this.first = first;
    this.again = again;
  }

  /**
   * One that others rely on: it does not wait an hour for its first time, and what fails is tried
   * again within a minute.
   */
  static HourlySweep fromStart(String what, Supplier<Mono<Long>> forget) {
    return new HourlySweep(
        what,
        forget,
        Duration.ZERO,
        Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE).maxBackoff(LONGEST_PAUSE));
  }

  @Override
  public void start() {
    running =
        Flux.interval(first, PERIOD).onBackpressureDrop().concatMap(tick -> sweep()).subscribe();
  }

  private Mono<Long> sweep() {
    return Mono.defer(forget)
        .doOnNext(count -> log.debug("forgotten what={} count={}", what, count))
        .doOnError(
            failure -> log.warn("not forgotten what={} reason={}", what, failure.getMessage()))
        .retryWhen(again)
        .onErrorComplete();
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
