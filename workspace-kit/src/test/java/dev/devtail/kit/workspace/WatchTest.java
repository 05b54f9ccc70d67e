package dev.devtail.kit.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;

@EnabledOnOs(OS.LINUX)
class WatchTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Path root;
  private WorkspaceTree tree;

  @BeforeEach
  void makeWorkspace() throws IOException {
    root = Files.createDirectory(directory.resolve("workspace"));
    tree = new WorkspaceTree(root, Limits.USUAL, Clock.systemUTC());
  }

  private Map<String, FileHash> files() {
    return tree.manifest().files().stream()
        .collect(Collectors.toMap(TreeFile::path, TreeFile::hash));
  }

  /** What somebody knows who only listens, and asks again when he is told to. */
  private final class Follower extends BaseSubscriber<TreeChange> {

    private final Map<String, FileHash> known = new ConcurrentHashMap<>(files());

    @Override
    protected void hookOnNext(TreeChange change) {
      switch (change) {
        case TreeChange.Files(List<TreeFile> present, List<String> gone) -> {
          present.forEach(file -> known.put(file.path(), file.hash()));
          gone.forEach(known::remove);
        }
        case TreeChange.Everything _ -> {
          Map<String, FileHash> now = files();
          known.keySet().retainAll(now.keySet());
          known.putAll(now);
        }
        case TreeChange.Head _ -> {}
      }
    }
  }

  /** More at once than the system's queues take, in directories that come and go. */
  @Test
  void whoFollowsKnowsInTheEndWhatThereIs() throws IOException {
    Files.writeString(root.resolve(".devtailignore"), "*.log\n");
    Follower follower = new Follower();
    tree.changes().subscribe(follower);
    Random random = new Random(1);
    for (int i = 0; i < 3_000; i++) {
      Path parent = root.resolve("d%d/e%d".formatted(random.nextInt(3), random.nextInt(5)));
      Path file = parent.resolve("f" + random.nextInt(50));
      switch (random.nextInt(12)) {
        case 0 -> Files.deleteIfExists(file);
        case 1 -> remove(parent);
        case 2 -> Files.writeString(root.resolve("x" + random.nextInt(9) + ".log"), "x" + i);
        default -> {
          Files.createDirectories(parent);
          Files.writeString(file, "content " + random.nextInt(4));
        }
      }
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(follower.known).isEqualTo(files()));
    follower.cancel();
    assertThat(tree.isWatched()).isFalse();
  }

  private static void remove(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        files.forEach(
            file -> {
              try {
                Files.delete(file);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
      }
      Files.delete(directory);
    }
  }

  @Test
  void allWhoListenShareOneWatchUntilTheLastIsGone() throws IOException {
    List<TreeChange> one = new CopyOnWriteArrayList<>();
    List<TreeChange> two = new CopyOnWriteArrayList<>();
    Disposable first = tree.changes().subscribe(one::add);
    Disposable second = tree.changes().subscribe(two::add);
    Files.createDirectory(root.resolve("a"));
    Files.writeString(root.resolve("a/b"), "1");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(one).hasSizeGreaterThan(1));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(two).isEqualTo(one));
    first.dispose();
    assertThat(tree.isWatched()).isTrue();
    second.dispose();
    assertThat(tree.isWatched()).isFalse();
    tree.changes().subscribe().dispose();
    assertThat(tree.isWatched()).isFalse();
  }

  /** Nothing piles up for one who does not take it. */
  @Test
  void whoIsSlowIsToldOfEverythingAtOnce() throws IOException {
    List<TreeChange> taken = new CopyOnWriteArrayList<>();
    BaseSubscriber<TreeChange> slow =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(1);
          }

          @Override
          protected void hookOnNext(TreeChange change) {
            taken.add(change);
          }
        };
    tree.changes().subscribe(slow);
    List<TreeChange> quick = new CopyOnWriteArrayList<>();
    Disposable other = tree.changes().subscribe(quick::add);
    for (String name : List.of("a", "b")) {
      int before = quick.size();
      Files.writeString(root.resolve(name), "1");
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(quick).hasSizeGreaterThan(before));
    }
    assertThat(taken).containsExactly(new TreeChange.Head("", ""));
    slow.request(5);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(taken)
                    .containsExactly(new TreeChange.Head("", ""), new TreeChange.Everything()));
    slow.cancel();
    other.dispose();
  }

  @Test
  void withoutWatchesItIsLookedThroughNowAndThen() throws Exception {
    try (DirectoryEvents events = new DirectoryEvents(null, Duration.ofMillis(1))) {
      assertThat(events.follow(Set.of(root))).isFalse();
      assertThat(events.await()).isEqualTo(new DirectoryEvents.Dirty(true, Set.of()));
    }
  }

  @Test
  void whatIsWrittenIsToldByItsPath() throws Exception {
    try (DirectoryEvents events = DirectoryEvents.of(root)) {
      assertThat(events.follow(Set.of(root))).isTrue();
      assertThat(events.follow(Set.of(root))).isFalse();
      Set<Path> written = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        written.add(Files.writeString(root.resolve("f" + i), "x"));
      }
      Set<Path> told = new HashSet<>();
      while (!told.equals(written)) {
        DirectoryEvents.Dirty dirty = events.await();
        assertThat(dirty.everything()).isFalse();
        assertThat(written).containsAll(dirty.paths());
        told.addAll(dirty.paths());
      }
    }
  }
}
