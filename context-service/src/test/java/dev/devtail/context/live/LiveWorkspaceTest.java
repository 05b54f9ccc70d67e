package dev.devtail.context.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devtail.context.index.FileFacts;
import dev.devtail.context.index.RankedFile;
import dev.devtail.context.index.WorkspaceIndex;
import dev.devtail.context.workspace.Change;
import dev.devtail.context.workspace.Commit;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.syntax.CodeMap;
import dev.devtail.syntax.CodeParser;
import dev.devtail.syntax.Reading;
import dev.devtail.syntax.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class LiveWorkspaceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Reads no symbols, and remembers what it was asked to read. */
  private static final class TextOnly implements CodeParser {

    final Collection<Source> read = new ConcurrentLinkedQueue<>();

    @Override
    public CodeMap parse(Source source) {
      read.add(source);
      return CodeMap.text(source.language(), Reading.NO_GRAMMAR, 1);
    }

    @Override
    public void close() {}
  }

  /** Keeps facts by user. */
  private static final class MemoryCache implements FactsCache {

    final Map<String, Map<FactsKey, FileFacts>> kept = new ConcurrentHashMap<>();

    @Override
    public Mono<Map<FactsKey, FileFacts>> find(String user, Collection<FactsKey> keys) {
      return Mono.fromCallable(
          () -> {
            Map<FactsKey, FileFacts> found = new HashMap<>(kept.getOrDefault(user, Map.of()));
            found.keySet().retainAll(keys);
            return found;
          });
    }

    @Override
    public Mono<Void> keep(String user, Map<FactsKey, FileFacts> facts) {
      return Mono.fromRunnable(
          () -> kept.computeIfAbsent(user, unknown -> new ConcurrentHashMap<>()).putAll(facts));
    }
  }

  private final TextOnly parser = new TextOnly();
  private final FakeWorkspace files = new FakeWorkspace();
  private final MemoryCache cache = new MemoryCache();
  private final IndexRoom room = new IndexRoom(100_000);
  private final LiveWorkspaces workspaces = open();

  private LiveWorkspaces open() {
    return new LiveWorkspaces(
        key -> files, new FactsReader(parser, Schedulers.parallel(), 2), cache, room);
  }

  private LiveWorkspace live() {
    return workspaces.get(new LiveWorkspaces.Key("ada", "place", "/work"));
  }

  private static WorkspaceIndex ready(LiveWorkspace live) {
    return live.ready().blockOptional(PATIENCE).orElseThrow();
  }

  private static List<String> best(WorkspaceIndex index, String task) {
    return index.rank(task, 10).stream().map(RankedFile::path).toList();
  }

  @AfterEach
  void close() {
    workspaces.close();
  }

  @Test
  void allFilesAreReadOnce() {
    files.with("a.go", "deflate").with("b.go", "inflate");
    WorkspaceIndex index = ready(live());
    assertThat(index.paths()).containsExactly("a.go", "b.go");
    assertThat(best(index, "inflate")).startsWith("b.go");
    assertThat(live()).isSameAs(live());
    assertThat(parser.read).hasSize(2).allMatch(source -> source.document() == null);
  }

  @Test
  void whatIsSavedIsFoundAndTold() {
    files.with("a.go", "deflate").with("b.go", "inflate");
    LiveWorkspace live = live();
    WorkspaceIndex index = ready(live);
    StepVerifier.create(live.updates())
        .then(() -> files.save("a.go", "cache"))
        .expectNext(new Update(List.of("a.go"), List.of(), ""))
        .then(() -> files.delete("b.go"))
        .expectNext(new Update(List.of(), List.of("b.go"), ""))
        .thenCancel()
        .verify(PATIENCE);
    assertThat(best(index, "cache")).containsExactly("a.go");
    assertThat(best(index, "deflate inflate")).isEmpty();
    assertThat(parser.read).last().satisfies(source -> assertThat(source.document()).isNotNull());
  }

  @Test
  void whatIsSavedWithoutAChangeIsNotReadAgain() {
    files.with("a.go", "deflate");
    LiveWorkspace live = live();
    ready(live);
    StepVerifier.create(live.updates())
        .then(() -> files.save("a.go", "deflate"))
        .then(() -> files.save("c.go", "new"))
        .expectNext(new Update(List.of("c.go"), List.of(), ""))
        .thenCancel()
        .verify(PATIENCE);
    assertThat(files.fetched).containsExactlyInAnyOrder("a.go", "c.go");
  }

  @Test
  void aCommitBringsItsHistory() {
    files.with("a.go", "one").with("b.go", "two");
    LiveWorkspace live = live();
    WorkspaceIndex index = ready(live);
    StepVerifier.create(live.updates())
        .then(
            () ->
                files.commit(
                    new Commit("c1", Instant.EPOCH, "ada", "Retry uploads", List.of("b.go"))))
        .expectNext(new Update(List.of(), List.of(), "c1"))
        .thenCancel()
        .verify(PATIENCE);
    assertThat(best(index, "retry an upload")).startsWith("b.go");
  }

  @Test
  void whenTooMuchChangedAllIsLookedAtAndOnlyTheOtherRead() {
    files.with("a.go", "one").with("b.go", "two").with("c.go", "three");
    LiveWorkspace live = live();
    WorkspaceIndex index = ready(live);
    files.fetched.clear();
    files.with("a.go", "changed").deleteSilently("c.go");
    StepVerifier.create(live.updates())
        .then(() -> files.tell(new Change.Everything()))
        .expectNext(new Update(List.of("a.go"), List.of("c.go"), ""))
        .thenCancel()
        .verify(PATIENCE);
    assertThat(files.fetched).containsExactly("a.go");
    assertThat(index.paths()).containsExactly("a.go", "b.go");
  }

  @Test
  void whatChangedWhileNobodyToldIsMadeUpFor() {
    files.with("a.go", "one");
    LiveWorkspace live = live();
    WorkspaceIndex index = ready(live);
    StepVerifier.create(live.updates())
        .then(
            () -> {
              files.with("b.go", "deflate");
              files.cut();
            })
        .expectNext(new Update(List.of("b.go"), List.of(), ""))
        .thenCancel()
        .verify(PATIENCE);
    assertThat(best(index, "deflate")).startsWith("b.go");
  }

  @Test
  void whatTheCacheHasIsNotReadAgain() {
    files.with("a.go", "deflate").with("b.go", "inflate");
    ready(live());
    workspaces.close();
    parser.read.clear();
    files.fetched.clear();
    files.with("b.go", "changed");
    try (LiveWorkspaces again = open()) {
      WorkspaceIndex index = ready(again.get(new LiveWorkspaces.Key("ada", "place", "/elsewhere")));
      assertThat(files.fetched).containsExactly("b.go");
      assertThat(best(index, "deflate")).startsWith("a.go");
      files.fetched.clear();
      ready(again.get(new LiveWorkspaces.Key("eve", "place", "/work")));
      assertThat(files.fetched).containsExactlyInAnyOrder("a.go", "b.go");
    }
  }

  @Test
  void whatCannotBeReadSaysSoAndIsTriedAgain() {
    files.failWith(new Fault(FaultCode.NOT_FOUND, "There is no /work."));
    LiveWorkspace live = live();
    assertThatThrownBy(() -> ready(live)).hasMessageContaining("There is no /work.");
    files.with("a.go", "one");
    files.failWith(null);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(ready(live).paths()).containsExactly("a.go"));
  }

  @Test
  void whatThereIsNoRoomForIsLeftOutAndSaid() {
    for (int i = 0; i < 300; i++) {
      files.with("f%03d.go".formatted(i), "word" + i);
    }
    WorkspaceIndex index = ready(live());
    assertThat(room.taken()).isBetween(1L, 100_000L);
    assertThat(index.size()).isBetween(50, 250);
    LiveState.Ready state = (LiveState.Ready) live().state().blockOptional(PATIENCE).orElseThrow();
    assertThat(state.omissions()).hasSize(300 - index.size());
    assertThat(state.omissions().getFirst().detail()).isEqualTo("no memory left for it");
    workspaces.close();
    assertThat(room.taken()).isZero();
  }

  @Test
  void whatIsGoneGivesItsRoomBack() {
    files.with("a.go", "one two three").with("b.go", "four");
    LiveWorkspace live = live();
    ready(live);
    long both = room.taken();
    StepVerifier.create(live.updates())
        .then(() -> files.save("a.go", "one two three and many words more than before"))
        .expectNextCount(1)
        .then(() -> assertThat(room.taken()).isGreaterThan(both))
        .then(() -> files.delete("a.go"))
        .expectNextCount(1)
        .thenCancel()
        .verify(PATIENCE);
    assertThat(room.taken()).isBetween(1L, both - 1);
  }

  @Test
  void anEmptyWorkspaceIsReady() {
    assertThat(ready(live()).paths()).isEmpty();
    assertThat(live().state().block(PATIENCE)).isInstanceOf(LiveState.Ready.class);
  }
}
