package dev.devtail.kit.database.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps a log for a while, in days that are dropped as a whole. Times come from other machines'
 * clocks: only days from the retention before now to the retention after it get a partition, so
 * there are never many, and what lies beyond is deleted from the default partition.
 */
public final class LogRetention {

  /** Today, and days that are made ahead: a service that is away for a day is not late. */
  static final int DAYS_READY = 3;

  private final PartitionedLog partitions;
  private final Duration retention;
  private final Clock clock;

  /**
   * @param retention how long a row is kept after its time, and how far its time may be ahead
   */
  public LogRetention(PartitionedLog partitions, Duration retention, Clock clock) {
    this.partitions = partitions;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Drops the days that are over, makes those that come, and gives what came in without a partition
   * one.
   *
   * @return how many days were dropped
   */
  public Mono<Long> sweep() {
    return Mono.defer(
        () -> {
          Instant now = clock.instant();
          Instant oldest = now.minus(retention);
          Instant latest = now.plus(retention);
          return partitions
              .days()
              .flatMap(
                  days ->
                      dropBefore(oldest, days)
                          .flatMap(
                              dropped ->
                                  partitions
                                      .deleteFromDefault(oldest, latest)
                                      .then(partitions.daysInDefault(oldest, latest))
                                      .flatMap(strays -> add(wanted(now, strays), days))
                                      .thenReturn(dropped)));
        });
  }

  private Mono<Long> dropBefore(Instant oldest, Set<LocalDate> days) {
    return Flux.fromIterable(days)
        .filter(day -> !endOf(day).isAfter(oldest))
        .concatMap(day -> partitions.drop(day).thenReturn(day))
        .count();
  }

  private static Instant endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Set<LocalDate> wanted(Instant now, Set<LocalDate> strays) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return Stream.concat(IntStream.range(0, DAYS_READY).mapToObj(today::plusDays), strays.stream())
        .collect(Collectors.toSet());
  }

  private Mono<Void> add(Set<LocalDate> wanted, Set<LocalDate> there) {
    return Flux.fromIterable(wanted)
        .filter(day -> !there.contains(day))
        .sort()
        .concatMap(partitions::add)
        .then();
  }
}
