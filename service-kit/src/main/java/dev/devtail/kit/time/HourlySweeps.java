package dev.devtail.kit.time;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What forgets, once an hour, what is over. */
public final class HourlySweeps {

  private static final Logger log = LoggerFactory.getLogger(HourlySweeps.class);

  private static final Duration PERIOD = Duration.ofHours(1);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private HourlySweeps() {}

  /**
   * @param what is forgotten, for the log
   * @param forget answers how many were forgotten
   */
  public static PeriodicTask of(String what, Supplier<Mono<Long>> forget) {
    return new PeriodicTask("sweep of " + what, PERIOD, PERIOD, () -> sweep(what, forget));
  }

  /**
   * One that others rely on: it does not wait an hour for its first time, and what fails is tried
   * again within a minute.
   */
  public static PeriodicTask fromStart(String what, Supplier<Mono<Long>> forget) {
    Retry again =
        Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
            .maxBackoff(LONGEST_PAUSE)
            .doBeforeRetry(
                failed ->
                    log.warn(
                        "not forgotten what={} reason={}", what, failed.failure().getMessage()));
    return new PeriodicTask(
        "sweep of " + what, Duration.ZERO, PERIOD, () -> sweep(what, forget).retryWhen(again));
  }

  private static Mono<Long> sweep(String what, Supplier<Mono<Long>> forget) {
    return Mono.defer(forget)
        .doOnNext(count -> log.debug("forgotten what={} count={}", what, count));
  }
}
