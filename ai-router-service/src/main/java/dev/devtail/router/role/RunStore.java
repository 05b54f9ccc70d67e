package dev.devtail.router.role;

import dev.devtail.router.role.RunState.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Keeps runs. Every write may be repeated. Everything may fail with a {@link
 * dev.devtail.kit.fault.Fault} UNAVAILABLE.
 */
public interface RunStore {

  /**
   * Keeps a run that begins.
   *
   * @param mostAtOnce of its user
   * @return whether it may begin
   */
  Mono<Boolean> begin(Run run, int mostAtOnce);

  /** Keeps a step that is over. */
  Mono<Void> add(UUID run, Step step);

  /** Ends a run that is under way; one that has ended stays as it is. */
  Mono<Void> end(UUID run, Ended state, Instant now);

  /** With its steps; empty if the user has none of that id. */
  Mono<Run> find(String user, UUID id);

  /**
   * Newest first, without steps.
   *
   * @param session empty: of all
   */
  Mono<List<Run>> list(String user, String session, int limit);

  /**
   * Lets whoever runs it know that it is to end.
   *
   * @return whether the user has such a run
   */
  Mono<Boolean> cancel(String user, UUID id);

  /** Says that these are still run. */
  Mono<Beat> beat(Collection<UUID> runs);

  /**
   * Ends runs of which nobody has said for so long that they are run.
   *
   * @return them
   */
  Mono<List<Run>> interrupt(Duration silence, Ended state, Instant now);

  /**
   * Forgets runs that ended before that time.
   *
   * @return how many
   */
  Mono<Long> forgetBefore(Instant time);

  /**
   * @param running those that are still under way, as the store has it
   * @param unwanted those of them that are to be cancelled
   */
  record Beat(Set<UUID> running, Set<UUID> unwanted) {

    public Beat {
      running = Set.copyOf(running);
      unwanted = Set.copyOf(unwanted);
    }
  }
}
