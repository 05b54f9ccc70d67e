package dev.devtail.kit.database.log;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * A log in one table with a partition for each day (UTC), and a default one for the times that have
 * none. Every change may be repeated, also by several instances of the service at once. Everything
 * may fail with a {@link dev.devtail.kit.fault.Fault} UNAVAILABLE.
 */
public interface PartitionedLog {

  /** Days that have a partition. */
  Mono<Set<LocalDate>> days();

  /**
   * Days that the default partition holds something of.
   *
   * @param until exclusive
   */
  Mono<Set<LocalDate>> daysInDefault(Instant from, Instant until);

  /** Makes a day's partition, and moves what the default one holds of that day into it. */
  Mono<Void> add(LocalDate day);

  /** Drops a day's partition with all that is in it. */
  Mono<Void> drop(LocalDate day);

  /**
   * Deletes what the default partition holds beyond these times.
   *
   * @return how many rows
   */
  Mono<Long> deleteFromDefault(Instant before, Instant from);
}
