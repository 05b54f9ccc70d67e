package dev.devtail.context.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What every {@link Workspace} does, with real files. */
public abstract class WorkspaceCompatibilityKit {

  protected static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Path root;

  /** The one of a directory, which need not be there. */
  protected abstract Workspace of(Path directory);

  @BeforeEach
  void makeDirectory() throws IOException {
    root = Files.createDirectory(directory.resolve("workspace"));
  }

  private void put(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static ContentHash hash(String content) {
    try {
      return ContentHash.of(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  protected static void hasCode(Throwable failure, FaultCode code) {
    assertThat(failure)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }

  @Test
  void filesAreListedAndGiven() throws IOException {
    put("a/b.txt", "text");
    put("c.txt", "");
    put(".env", "PASSWORD=x");
    Workspace workspace = of(root);
    StepVerifier.create(workspace.manifest())
        .assertNext(
            manifest -> {
              assertThat(manifest.files())
                  .extracting(WorkspaceFile::path)
                  .containsExactly("a/b.txt", "c.txt");
              assertThat(manifest.files().getFirst().hash()).isEqualTo(hash("text"));
              assertThat(manifest.files().getFirst().bytes()).isEqualTo(4);
              assertThat(manifest.omissions())
                  .extracting(Omission::path, Omission::cause)
                  .containsExactly(tuple(".env", Omission.Cause.SECRET_FILE));
            })
        .expectComplete()
        .verify(PATIENCE);
    List<FileContent> given = new ArrayList<>();
    StepVerifier.create(workspace.contents(List.of("a/b.txt", "c.txt", ".env", "gone", "a/b.txt")))
        .recordWith(() -> given)
        .expectNextCount(2)
        .expectComplete()
        .verify(PATIENCE);
    assertThat(given)
        .allSatisfy(
            file -> {
              String text = new String(file.content(), UTF_8);
              assertThat(text).isEqualTo(file.path().equals("a/b.txt") ? "text" : "");
              assertThat(file.hash()).isEqualTo(hash(text));
            });
  }

  @Test
  void manyFilesAndLongOnesComeWhole() throws IOException {
    List<String> paths = IntStream.range(0, 300).mapToObj("d%1$d/f%1$d"::formatted).toList();
    for (String path : paths) {
      put(path, path);
    }
    String whole = "0123456789abcdef".repeat((5 << 20) / 16);
    put("long", whole);
    Workspace workspace = of(root);
    StepVerifier.create(workspace.contents(paths).map(FileContent::path).collectList())
        .assertNext(given -> assertThat(given).containsExactlyInAnyOrderElementsOf(paths))
        .expectComplete()
        .verify(PATIENCE);
    StepVerifier.create(workspace.contents(List.of("long")))
        .assertNext(
            file -> {
              assertThat(file.hash()).isEqualTo(hash(whole));
              assertThat(new String(file.content(), UTF_8)).isEqualTo(whole);
            })
        .expectComplete()
        .verify(PATIENCE);
    StepVerifier.create(workspace.contents(List.of())).expectComplete().verify(PATIENCE);
  }

  /** Contents come as they are asked for, and who goes away ends it. */
  @Test
  void contentsWaitUntilTheyAreAskedFor() throws IOException {
    List<String> paths = IntStream.range(0, 100).mapToObj("f%d"::formatted).toList();
    for (String path : paths) {
      put(path, path);
    }
    Flux<FileContent> contents = of(root).contents(paths);
    StepVerifier.create(contents, 1)
        .expectNextCount(1)
        .thenRequest(2)
        .expectNextCount(2)
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  void commitsAreTold() throws IOException, GitAPIException {
    put("a", "1");
    RevCommit commit;
    try (Git git = Git.init().setInitialBranch("main").setDirectory(root.toFile()).call()) {
      git.add().addFilepattern(".").call();
      commit = git.commit().setMessage("First").setAuthor("Ada", "").setSign(false).call();
    }
    put("b", "1");
    StepVerifier.create(of(root).history(10))
        .expectNext(
            new History(
                commit.name(),
                "main",
                List.of("b"),
                List.of(
                    new Commit(
                        commit.name(),
                        commit.getCommitterIdent().getWhenAsInstant(),
                        "Ada",
                        "First",
                        List.of("a")))))
        .expectComplete()
        .verify(PATIENCE);
  }

  /** In one step, so that it is one change. */
  private void putAtOnce(String path, String content) {
    try {
      Path made = Files.writeString(directory.resolve("made"), content);
      Files.move(made, root.resolve(path), ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void isFile(Change change, String path, String content) {
    assertThat(change)
        .isInstanceOfSatisfying(
            Change.Files.class,
            files -> {
              assertThat(files.gone()).isEmpty();
              assertThat(files.present())
                  .extracting(WorkspaceFile::path, WorkspaceFile::hash)
                  .containsExactly(tuple(path, hash(content)));
            });
  }

  @Test
  void changesAreTold() throws IOException {
    put("a/b", "1");
    put(".devtailignore", "/out/\n");
    put("out/x", "1");
    StepVerifier.create(of(root).changes())
        .expectNext(new Change.Head("", ""))
        .then(() -> putAtOnce("out/x", "2"))
        .then(() -> putAtOnce("a/b", "2"))
        .assertNext(change -> isFile(change, "a/b", "2"))
        .then(() -> putAtOnce("a/b", "2"))
        .then(() -> putAtOnce("a/c", "1"))
        .assertNext(change -> isFile(change, "a/c", "1"))
        .then(() -> putAtOnce("a/.env", "1"))
        .then(() -> delete("a/b"))
        .assertNext(
            change -> assertThat(change).isEqualTo(new Change.Files(List.of(), List.of("a/b"))))
        .then(() -> putAtOnce(".devtailignore", "/a/\n"))
        .assertNext(
            change ->
                assertThat(change)
                    .isInstanceOfSatisfying(
                        Change.Files.class,
                        files -> {
                          assertThat(files.gone()).containsExactly("a/c");
                          assertThat(files.present())
                              .extracting(WorkspaceFile::path)
                              .containsExactly(".devtailignore", "out/x");
                        }))
        .thenCancel()
        .verify(PATIENCE);
  }

  private void delete(String path) {
    try {
      Files.delete(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsInANewDirectoryIsTold() throws IOException {
    Path made = directory.resolve("made");
    Files.createDirectories(made.resolve("inner"));
    Files.writeString(made.resolve("inner/f"), "1");
    StepVerifier.create(of(root).changes())
        .expectNext(new Change.Head("", ""))
        .then(() -> move(made, root.resolve("new")))
        .assertNext(change -> isFile(change, "new/inner/f", "1"))
        .then(() -> putAtOnceIn("new/inner/g"))
        .assertNext(change -> isFile(change, "new/inner/g", "1"))
        .thenCancel()
        .verify(PATIENCE);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void putAtOnceIn(String path) {
    try {
      move(Files.writeString(directory.resolve("file"), "1"), root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCommitIsTold() throws Exception {
    put("a", "1");
    try (Git git = Git.init().setInitialBranch("main").setDirectory(root.toFile()).call()) {
      List<Change> changes = new ArrayList<>();
      StepVerifier.create(of(root).changes())
          .expectNext(new Change.Head("", "main"))
          .then(
              () -> {
                try {
                  git.add().addFilepattern(".").call();
                  git.commit().setMessage("First").setAuthor("Ada", "").setSign(false).call();
                } catch (GitAPIException e) {
                  throw new IllegalStateException(e);
                }
              })
          .recordWith(() -> changes)
          .expectNextCount(1)
          .thenCancel()
          .verify(PATIENCE);
      assertThat(changes)
          .containsExactly(new Change.Head(git.getRepository().resolve("HEAD").name(), "main"));
    }
  }

  @Test
  void thatItIsGoneIsTold() throws IOException {
    put("a", "1");
    StepVerifier.create(of(root).changes())
        .expectNext(new Change.Head("", ""))
        .then(() -> move(root, directory.resolve("elsewhere")))
        .thenConsumeWhile(change -> true)
        .expectErrorSatisfies(failure -> hasCode(failure, FaultCode.NOT_FOUND))
        .verify(PATIENCE);
  }

  @Test
  void withoutGitThereIsNoHistory() {
    StepVerifier.create(of(root).history(10))
        .expectNext(History.NONE)
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void aWorkspaceThatIsNotThereIsAFault() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    for (Path wrong : List.of(directory.resolve("none"), file)) {
      Workspace workspace = of(wrong);
      for (Flux<?> failing :
          List.of(
              workspace.manifest().flux(),
              workspace.contents(List.of("a")),
              workspace.changes(),
              workspace.history(1).flux())) {
        StepVerifier.create(failing)
            .expectErrorSatisfies(failure -> hasCode(failure, FaultCode.NOT_FOUND))
            .verify(PATIENCE);
      }
    }
  }
}
