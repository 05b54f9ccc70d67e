package dev.devtail.router.role.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.database.Database;
import dev.devtail.router.role.Deed;
import dev.devtail.router.role.FileChange;
import dev.devtail.router.role.Hook;
import dev.devtail.router.role.HookPoint;
import dev.devtail.router.role.HookResult;
import dev.devtail.router.role.Role;
import dev.devtail.router.role.Run;
import dev.devtail.router.role.RunBounds;
import dev.devtail.router.role.RunSpec;
import dev.devtail.router.role.RunState.Ended;
import dev.devtail.router.role.RunState.Ending;
import dev.devtail.router.role.RunState.Running;
import dev.devtail.router.role.RunStore.Beat;
import dev.devtail.router.role.Spending;
import dev.devtail.router.role.Step;
import dev.devtail.router.role.Worker;
import dev.devtail.router.testing.RouterDatabase;
import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@ExtendWith(RouterDatabase.class)
class R2dbcRunStoreTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Ended LOST = new Ended(Ending.INTERRUPTED, "Lost.");
  private static final int MOST = 2;

  private final R2dbcRunStore store;
  private final String ada = "ada-" + UUID.randomUUID();

  R2dbcRunStoreTest(Database database) {
    this.store = new R2dbcRunStore(database);
  }

  private static <T> T now(Mono<T> work) {
    return work.blockOptional(PATIENCE).orElseThrow();
  }

  private Run run(Instant startedAt) {
    return Run.starting(
        new RunSpec(
            UUID.randomUUID(),
            ada,
            "s1",
            "/home/ada",
            "in-process:devtail",
            "Mend \"it\".\nSoon.",
            Map.of(
                Role.PLANNER, new Worker("p", "roles/planner"),
                Role.EDITOR, new Worker("e", "roles/editor@1"),
                Role.REVIEWER, new Worker("r", "roles/reviewer")),
            new RunBounds(3, Optional.of(new BigDecimal("0.50"))),
            List.of(
                new Hook(
                    HookPoint.AFTER_EDIT,
                    new Hook.Action.Command("make test"),
                    Duration.ofSeconds(60)),
                new Hook(
                    HookPoint.BEFORE_PLAN,
                    new Hook.Action.Address(URI.create("https://a.example.org/x")),
                    Duration.ofMillis(1500)))),
        startedAt);
  }

  private Run begun() {
    Run run = run(NOON);
    assertThat(now(store.begin(run, MOST))).isTrue();
    return run;
  }

  private static Step step(int number) {
    return new Step(
        number,
        Role.EDITOR,
        1,
        Deed.EDITED,
        "Done \0 well.",
        List.of(new FileChange("a.txt", FileChange.Kind.CHANGED, 3, 1)),
        "anthropic/opus",
        new Spending(2, new Usage(1, 2, 3, 4, 5, 6, 7), new BigDecimal("0.0000001"), 1),
        List.of(
            new HookResult(
                HookPoint.AFTER_EDIT,
                "make test",
                HookResult.Verdict.WARNED,
                "exit 1",
                "",
                Duration.ofMillis(1234))),
        NOON,
        Duration.ofMillis(5678));
  }

  @Test
  void runAndItsStepsComeBackAsTheyWere() {
    Run run = begun();
    UUID id = run.spec().id();
    store.add(id, step(2)).block(PATIENCE);
    store.add(id, step(1)).block(PATIENCE);
    store.add(id, step(1)).block(PATIENCE);

    Run found = now(store.find(ada, id));

    assertThat(found.spec()).isEqualTo(run.spec());
    assertThat(found.state()).isEqualTo(new Running());
    assertThat(found.startedAt()).isEqualTo(NOON);
    assertThat(found.endedAt()).isEmpty();
    assertThat(found.steps()).containsExactly(step(1), step(2));
    assertThat(found.spending())
        .isEqualTo(
            new Spending(4, new Usage(2, 4, 6, 8, 10, 12, 14), new BigDecimal("0.0000002"), 2));
  }

  @Test
  void runEndsOnce() {
    UUID id = begun().spec().id();
    Ended approved = new Ended(Ending.APPROVED, "Good.");

    store.end(id, approved, NOON).block(PATIENCE);
    store.end(id, LOST, NOON.plusSeconds(1)).block(PATIENCE);

    Run found = now(store.find(ada, id));
    assertThat(found.state()).isEqualTo(approved);
    assertThat(found.endedAt()).contains(NOON);
  }

  @Test
  void onlySoManyAreUnderWayAtOnceHoweverTheyAreBegun() {
    List<Boolean> begun =
        Flux.range(0, 10)
            .flatMap(number -> store.begin(run(NOON.plusSeconds(number)), MOST))
            .collectList()
            .block(PATIENCE);

    assertThat(begun).hasSize(10).filteredOn(may -> may).hasSize(MOST);
    List<Run> listed = now(store.list(ada, "", 10));
    assertThat(listed).hasSize(MOST);
    store.end(listed.getFirst().spec().id(), LOST, NOON).block(PATIENCE);
    assertThat(now(store.begin(run(NOON), MOST))).isTrue();
  }

  @Test
  void newestIsListedFirstAndNobodyElses() {
    Run older = run(NOON);
    Run newer = run(NOON.plusSeconds(1));
    store.begin(older, MOST).block(PATIENCE);
    store.begin(newer, MOST).block(PATIENCE);

    assertThat(now(store.list(ada, "s1", 10)))
        .extracting(run -> run.spec().id())
        .containsExactly(newer.spec().id(), older.spec().id());
    assertThat(now(store.list(ada, "", 1))).hasSize(1);
    assertThat(now(store.list(ada, "s2", 10))).isEmpty();
    assertThat(now(store.list("eve", "", 10))).isEmpty();
    assertThat(store.find("eve", older.spec().id()).blockOptional(PATIENCE)).isEmpty();
    assertThat(now(store.cancel("eve", older.spec().id()))).isFalse();
  }

  @Test
  void beatTellsWhatIsUnwantedAndWhatIsOver() {
    UUID unwanted = begun().spec().id();
    UUID over = begun().spec().id();
    assertThat(now(store.cancel(ada, unwanted))).isTrue();
    store.end(over, LOST, NOON).block(PATIENCE);
    assertThat(now(store.cancel(ada, over))).isTrue();

    assertThat(now(store.beat(List.of(unwanted, over, UUID.randomUUID()))))
        .isEqualTo(new Beat(Set.of(unwanted), Set.of(unwanted)));
  }

  @Test
  void runsThatNobodyRunsAreInterrupted() {
    UUID id = begun().spec().id();

    assertThat(now(store.interrupt(Duration.ofHours(1), LOST, NOON)))
        .extracting(run -> run.spec().id())
        .doesNotContain(id);
    assertThat(now(store.interrupt(Duration.ofSeconds(-1), LOST, NOON)))
        .extracting(run -> run.spec().id())
        .contains(id);

    assertThat(now(store.find(ada, id)).state()).isEqualTo(LOST);
  }

  @Test
  void onlyWhatHasEndedLongAgoIsForgotten() {
    UUID running = begun().spec().id();
    UUID ended = begun().spec().id();
    store.add(ended, step(1)).block(PATIENCE);
    Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");
    store.end(ended, LOST, longAgo).block(PATIENCE);

    assertThat(now(store.forgetBefore(longAgo.plusSeconds(1)))).isPositive();

    assertThat(store.find(ada, ended).blockOptional(PATIENCE)).isEmpty();
    assertThat(store.find(ada, running).blockOptional(PATIENCE)).isPresent();
  }
}
