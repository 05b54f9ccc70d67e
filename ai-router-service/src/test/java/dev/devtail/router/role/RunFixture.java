package dev.devtail.router.role;

import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** Runs over scripted models and a directory. */
final class RunFixture {

  static final String ADA = "ada";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final ScriptedDoor door = new ScriptedDoor();
  final MemoryRunStore store = new MemoryRunStore();
  final List<String> events = new CopyOnWriteArrayList<>();
  final AgentRuns runs;
  private final List<Hook> hooks = new ArrayList<>();
  private int maxRounds = 3;
  private Optional<BigDecimal> maxCost = Optional.empty();

  RunFixture(Path directory) {
    this(new DirectoryWorkspace(directory));
  }

  RunFixture(Workspace workspace) {
    this.runs =
        new AgentRuns(
            new RunDoors(
                door,
                run -> workspace,
                template -> "You are " + template,
                (url, json, limit) -> Mono.just(new HookAddresses.Answer(403, "Not on Sundays.")),
                store,
                new Told()),
            InstantSource.system());
  }

  /** Writes down what happens. */
  private final class Told implements StepEvents {

    @Override
    public void started(RunSpec run) {
      events.add("started");
    }

    @Override
    public void stepStarted(RunSpec run, int number, Role role, int round) {
      events.add("%d %s %d".formatted(number, role.label(), round));
    }

    @Override
    public void stepEnded(RunSpec run, Step step) {
      events.add("%d %s".formatted(step.number(), step.deed().label()));
    }

    @Override
    public void ended(RunSpec run, RunState.Ended state) {
      events.add(state.ending().name());
    }
  }

  RunFixture rounds(int most) {
    maxRounds = most;
    return this;
  }

  RunFixture costs(String most) {
    maxCost = Optional.of(new BigDecimal(most));
    return this;
  }

  RunFixture hook(HookPoint point, String command) {
    return hook(new Hook(point, new Hook.Action.Command(command), Duration.ofSeconds(20)));
  }

  RunFixture hook(Hook hook) {
    hooks.add(hook);
    return this;
  }

  RunSpec spec() {
    return spec("Make it right.");
  }

  RunSpec spec(String task) {
    return new RunSpec(
        UUID.randomUUID(),
        ADA,
        "s1",
        "/work",
        "in-process:none",
        task,
        Map.of(
            Role.PLANNER, new Worker("p", "roles/planner"),
            Role.EDITOR, new Worker("e", "roles/editor"),
            Role.REVIEWER, new Worker("r", "roles/reviewer")),
        new RunBounds(maxRounds, maxCost),
        hooks);
  }

  /** One that begins. */
  UUID start() {
    return now(runs.start(spec())).spec().id();
  }

  /** One from its beginning to its end. */
  Run run() {
    return ended(start());
  }

  Run ended(UUID id) {
    await().atMost(PATIENCE).until(() -> find(id).state() instanceof RunState.Ended);
    return find(id);
  }

  Run find(UUID id) {
    return now(runs.find(ADA, id));
  }

  Run cancel(UUID id) {
    return now(runs.cancel(ADA, id));
  }

  private static <T> T now(Mono<T> work) {
    return work.blockOptional(PATIENCE).orElseThrow();
  }

  static RunState.Ended state(Run run) {
    return (RunState.Ended) run.state();
  }
}
