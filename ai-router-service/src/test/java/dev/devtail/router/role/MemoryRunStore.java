package dev.devtail.router.role;

import dev.devtail.router.role.RunState.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** {@link RunStore} that forgets, for tests. */
final class MemoryRunStore implements RunStore {

  private final Map<UUID, Run> runs = new LinkedHashMap<>();
  private final Set<UUID> unwanted = new HashSet<>();

  @Override
  public synchronized Mono<Boolean> begin(Run run, int mostAtOnce) {
    String user = run.spec().user();
    long running =
        runs.values().stream()
            .filter(one -> one.spec().user().equals(user) && isRunning(one))
            .count();
    if (running >= mostAtOnce) {
      return Mono.just(false);
    }
    runs.put(run.spec().id(), run);
    return Mono.just(true);
  }

  private static boolean isRunning(Run run) {
    return run.state() instanceof RunState.Running;
  }

  @Override
  public synchronized Mono<Void> add(UUID id, Step step) {
    runs.computeIfPresent(
        id,
        (same, run) ->
            new Run(
                run.spec(),
                run.state(),
                run.startedAt(),
                run.endedAt(),
                run.spending().plus(step.spending()),
                Stream.concat(run.steps().stream(), Stream.of(step)).toList()));
    return Mono.empty();
  }

  @Override
  public synchronized Mono<Void> end(UUID id, Ended state, Instant now) {
    runs.computeIfPresent(
        id,
        (same, run) ->
            isRunning(run)
                ? new Run(
                    run.spec(),
                    state,
                    run.startedAt(),
                    Optional.of(now),
                    run.spending(),
                    run.steps())
                : run);
    return Mono.empty();
  }

  @Override
  public synchronized Mono<Run> find(String user, UUID id) {
    return Mono.justOrEmpty(runs.get(id)).filter(run -> run.spec().user().equals(user));
  }

  @Override
  public synchronized Mono<List<Run>> list(String user, String session, int limit) {
    return Mono.just(
        runs.values().stream().filter(run -> run.spec().user().equals(user)).limit(limit).toList());
  }

  @Override
  public synchronized Mono<Boolean> cancel(String user, UUID id) {
    Run run = runs.get(id);
    boolean known = run != null && run.spec().user().equals(user);
    if (known) {
      unwanted.add(id);
    }
    return Mono.just(known);
  }

  @Override
  public synchronized Mono<Beat> beat(Collection<UUID> ids) {
    Set<UUID> running =
        ids.stream()
            .filter(id -> runs.containsKey(id) && isRunning(runs.get(id)))
            .collect(Collectors.toSet());
    return Mono.just(
        new Beat(running, running.stream().filter(unwanted::contains).collect(Collectors.toSet())));
  }

  @Override
  public Mono<List<Run>> interrupt(Duration silence, Ended state, Instant now) {
    return Mono.just(List.of());
  }

  @Override
  public Mono<Long> forgetBefore(Instant time) {
    return Mono.just(0L);
  }
}
