package dev.devtail.router.role;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.router.role.RunState.Ended;
import dev.devtail.router.role.RunState.Ending;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The runs of all users: those that are under way here, and all that are kept. */
public final class AgentRuns {

  private static final Logger log = LoggerFactory.getLogger(AgentRuns.class);

  /** Of one user, wherever they are run. */
  public static final int MAX_PER_USER = 4;

  /** Of all users, in this process. */
  public static final int MAX_HERE = 100;

  /** How long nobody says that a run is run until it is taken for lost; many beats. */
  public static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Ended CANCELLED = new Ended(Ending.CANCELLED, "");

  private static final Ended LOST =
      new Ended(Ending.INTERRUPTED, "The service that ran it is gone.");

  private static final Ended STOPPING =
      new Ended(Ending.INTERRUPTED, "The service that ran it was stopped.");

  private final RunDoors doors;
  private final InstantSource clock;
  private final Map<UUID, UnderWay> here = new ConcurrentHashMap<>();

  public AgentRuns(RunDoors doors, InstantSource clock) {
    this.doors = doors;
    this.clock = clock;
  }

  /**
   * Begins a run.
   *
   * @return fails with INVALID_ARGUMENT if a template or a model is not there, or costs nobody
   *     knows what although the run has a bound; with RESOURCE_EXHAUSTED if there are too many
   */
  public Mono<Run> start(RunSpec spec) {
    return Mono.defer(
        () -> {
          if (here.size() >= MAX_HERE) {
            throw new Fault(
                FaultCode.RESOURCE_EXHAUSTED,
                "%d runs are under way, and no more may be; try later.".formatted(MAX_HERE));
          }
          requireTask(spec);
          spec.workers().values().forEach(one -> doors.prompts().instructions(one.template()));
          Run run = Run.starting(spec, clock.instant());
          return Flux.fromArray(Role.values())
              .concatMap(role -> requireModel(spec, role))
              .then(Mono.defer(() -> doors.store().begin(run, MAX_PER_USER)))
              .flatMap(may -> may ? Mono.just(launch(run)) : Mono.error(AgentRuns::tooMany));
        });
  }

  private static void requireTask(RunSpec spec) {
    if (spec.task().isBlank()) {
      throw Fault.invalid("task", "empty", "what is to be done");
    }
  }

  private Mono<Void> requireModel(RunSpec spec, Role role) {
    String model = spec.worker(role).model();
    return doors
        .models()
        .candidates(spec.user(), spec.session(), role, model)
        .doOnNext(candidates -> requirePrice(spec, role, candidates))
        .then();
  }

  private static void requirePrice(RunSpec spec, Role role, List<ModelDoor.Candidate> candidates) {
    String unpriced =
        candidates.stream()
            .filter(candidate -> !candidate.priced())
            .map(ModelDoor.Candidate::model)
            .collect(Collectors.joining(", "));
    if (spec.bounds().maxCost().isPresent() && !unpriced.isEmpty()) {
      throw Fault.invalid(
          role.label() + ".model",
          unpriced,
          "a model whose price is known, for the run has a bound; add the price in"
              + " devtail.router.prices, or set no bound");
    }
  }

  private static Fault tooMany() {
    return new Fault(
        FaultCode.RESOURCE_EXHAUSTED,
        "%d of your runs are under way, and no more may be; wait for one, or cancel it."
            .formatted(MAX_PER_USER));
  }

  private Run launch(Run run) {
    doors.events().started(run.spec());
    UnderWay underWay = new UnderWay(run.spec(), this::carryOut);
    here.put(run.spec().id(), underWay);
    underWay.start();
    return run;
  }

  private void carryOut(UnderWay underWay) {
    RunSpec run = underWay.run();
    RunRecorder recorder = new RunRecorder(run, doors.store(), doors.events(), clock);
    Ended ended = new Ended(Ending.FAILED, "DevTail failed; its log says more.");
    try {
      Workspace workspace = doors.workspaces().apply(run);
      ended =
          new RunLoop(
                  run,
                  doors.models(),
                  workspace,
                  doors.prompts(),
                  new HookCalls(run.hooks(), workspace, doors.addresses()),
                  recorder,
                  clock)
              .run();
    } catch (InterruptedException stopped) {
      // How, is known below.
    } catch (RuntimeException bug) {
      log.error("run failed run={}", run.id(), bug);
    }
    finish(underWay, recorder, ended);
  }

  private void finish(UnderWay underWay, RunRecorder recorder, Ended ended) {
    try {
      recorder.ended(underWay.finish().orElse(ended));
    } catch (InterruptedException | RuntimeException lost) {
      // Whoever looks for runs that nobody runs will find it.
      log.warn("end of run not kept run={} cause={}", underWay.run().id(), lost.toString());
    } finally {
      here.remove(underWay.run().id());
    }
  }

  /** Fails with NOT_FOUND if the user has none of that id. */
  public Mono<Run> find(String user, UUID id) {
    return doors
        .store()
        .find(user, id)
        .switchIfEmpty(Mono.error(() -> Fault.notFound("run", id.toString())));
  }

  /** As {@link RunStore#list}. */
  public Mono<List<Run>> list(String user, String session, int limit) {
    return doors.store().list(user, session, limit);
  }

  /**
   * Lets it end, wherever it is run.
   *
   * @return fails with NOT_FOUND if the user has none of that id
   */
  public Mono<Run> cancel(String user, UUID id) {
    return doors
        .store()
        .cancel(user, id)
        .filter(known -> known)
        .switchIfEmpty(Mono.error(() -> Fault.notFound("run", id.toString())))
        .doOnNext(known -> stop(id, CANCELLED))
        .then(Mono.defer(() -> find(user, id)));
  }

  private void stop(UUID id, Ended how) {
    UnderWay underWay = here.get(id);
    if (underWay != null) {
      underWay.stop(how);
    }
  }

  /** Says which runs are under way here, and ends those that are not wanted any more. */
  public Mono<Void> beat() {
    List<UUID> ids = List.copyOf(here.keySet());
    return ids.isEmpty()
        ? Mono.empty()
        : doors
            .store()
            .beat(ids)
            .doOnNext(
                beat -> {
                  beat.unwanted().forEach(id -> stop(id, CANCELLED));
                  ids.stream()
                      .filter(id -> !beat.running().contains(id))
                      .forEach(id -> stop(id, LOST));
                })
            .then();
  }

  /** Ends runs that nobody runs any more. */
  public Mono<Void> sweep() {
    return doors
        .store()
        .interrupt(SILENCE, LOST, clock.instant())
        .doOnNext(runs -> runs.forEach(run -> doors.events().ended(run.spec(), LOST)))
        .then();
  }

  /**
   * Ends all that are under way here, and waits for them.
   *
   * @param patience for all of them together
   */
  public void stop(Duration patience) throws InterruptedException {
    List<UnderWay> all = List.copyOf(here.values());
    all.forEach(underWay -> underWay.stop(STOPPING));
    long deadline = System.nanoTime() + patience.toNanos();
    for (UnderWay underWay : all) {
      underWay.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
  }
}
