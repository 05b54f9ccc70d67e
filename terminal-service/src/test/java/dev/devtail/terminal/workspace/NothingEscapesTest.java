package dev.devtail.terminal.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.workspace.FileHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a workspace, and whoever changes it meanwhile, nothing beside it is touched. */
class NothingEscapesTest {

  private static final String SECRET = "the secret beside the workspace";
  private static final byte[] SPOIL = "spoilt".getBytes(UTF_8);

  @TempDir Path directory;
  private Path root;
  private Path outside;
  private WorkspaceFiles files;

  @BeforeEach
  void makeWorkspace() throws IOException {
    root = Files.createDirectory(directory.resolve("workspace"));
    outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("a"), SECRET);
    Files.writeString(outside.resolve("b"), SECRET);
    files = new WorkspaceFiles(new WorkspaceDirectories(directory), Clock.systemUTC());
  }

  private void nothingHasHappenedOutside() throws IOException {
    try (Stream<Path> there = Files.list(outside)) {
      assertThat(there)
          .containsExactlyInAnyOrder(outside.resolve("a"), outside.resolve("b"))
          .allSatisfy(file -> assertThat(file).hasContent(SECRET));
    }
    try (Stream<Path> beside = Files.list(directory)) {
      assertThat(beside).containsExactlyInAnyOrder(root, outside);
    }
  }

  /** Tries all that there is to try; what is refused is fine. */
  private void attempt(String path) {
    FileHash secret = FileHash.ofContent(SECRET.getBytes(UTF_8));
    refusedOr(() -> assertThat(content(path)).isNotEqualTo(SECRET));
    refusedOr(() -> files.write(root.toString(), path, SPOIL, null));
    refusedOr(() -> files.write(root.toString(), path, SPOIL, secret));
    refusedOr(() -> files.delete(root.toString(), path, secret));
    refusedOr(
        () ->
            assertThat(files.list(root.toString(), path, false, 100).entries())
                .noneMatch(entry -> entry.sizeBytes() == SECRET.length()));
    refusedOr(
        () ->
            assertThat(files.list(root.toString(), path, true, 100).entries())
                .noneMatch(entry -> entry.sizeBytes() == SECRET.length()));
  }

  private String content(String path) {
    return UTF_8.decode(files.read(root.toString(), path, 0, 1_000).content()).toString();
  }

  private static void refusedOr(Runnable attempt) {
    try {
      attempt.run();
    } catch (Fault refused) {
      assertThat(refused.message()).isNotEmpty();
    }
  }

  @Test
  void whateverLinksThereAre() throws IOException {
    Random random = new Random(20_261_122);
    List<String> names = List.of("a", "b", "c");
    List<String> targets =
        List.of(
            "..",
            "../..",
            "../outside",
            "../../outside",
            outside.toString(),
            "/",
            ".",
            "a",
            "b/c",
            "../a",
            "./b/../../outside/a",
            root.toString(),
            root + "/../outside",
            outside + "/a");
    for (int tree = 0; tree < 80; tree++) {
      for (int entry = 0; entry < 8; entry++) {
        grow(randomPath(random, names, 3), targets.get(random.nextInt(targets.size())), random);
      }
      for (int tried = 0; tried < 10; tried++) {
        attempt(randomPath(random, names, 4));
      }
      nothingHasHappenedOutside();
      clear();
    }
  }

  private static String randomPath(Random random, List<String> names, int deepest) {
    return Stream.generate(() -> names.get(random.nextInt(names.size())))
        .limit(1 + random.nextInt(deepest))
        .reduce((above, name) -> above + "/" + name)
        .orElseThrow();
  }

  /** Grows by its own means, and so not through links. */
  private void grow(String path, String target, Random random) throws IOException {
    Path place = root;
    for (String name : path.split("/", -1)) {
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      place = place.resolve(name);
      if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !place.equals(root.resolve(path))) {
        Files.createDirectory(place);
      }
    }
    try {
      if (random.nextInt(3) == 0) {
        Files.writeString(place, "inside", StandardOpenOption.CREATE_NEW);
      } else {
        Files.createSymbolicLink(place, Path.of(target));
      }
    } catch (FileAlreadyExistsException | NotDirectoryException taken) {
      // It stays as it is.
    }
  }

  private void clear() throws IOException {
    deleteTree(root);
    Files.createDirectory(root);
  }

  /** A directory becomes a link to the outside, and a directory again, all the time. */
  @Test
  void whoeverSwapsADirectoryForALinkMeanwhile() throws Exception {
    Path swapped = root.resolve("dir");
    Path real = root.resolve("real");
    Path link = root.resolve("link");
    Files.createDirectory(swapped);
    Files.writeString(swapped.resolve("a"), "inside");
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<Integer> swaps =
          other.submit(
              () -> {
                int count = 0;
                for (; !done.get(); count++) {
                  swap(swapped, real, link);
                }
                return count;
              });
      int refused = 0;
      try {
        for (int round = 0; round < 1_500; round++) {
          refused += isRefused("dir/a") ? 1 : 0;
          attempt("dir/b");
          attempt("dir/new" + round % 7 + "/f");
        }
      } finally {
        done.set(true);
      }
      // Else nothing was tried.
      assertThat(swaps.get()).isGreaterThan(100);
      assertThat(refused).isPositive();
    }
    nothingHasHappenedOutside();
  }

  private boolean isRefused(String path) {
    try {
      assertThat(content(path)).isNotEqualTo(SECRET);
      return false;
    } catch (Fault refused) {
      return true;
    }
  }

  private void swap(Path swapped, Path real, Path link) throws IOException {
    Files.createSymbolicLink(link, outside);
    Files.move(swapped, real, StandardCopyOption.ATOMIC_MOVE);
    moveOnto(link, swapped);
    Files.delete(swapped);
    moveOnto(real, swapped);
  }

  /** In the moment between, a directory of that name may have been made. */
  private static void moveOnto(Path from, Path to) throws IOException {
    while (true) {
      try {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (FileSystemException taken) {
        try {
          deleteTree(to);
        } catch (DirectoryNotEmptyException | UncheckedIOException stillWrittenTo) {
          // Again.
        }
      }
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
