package dev.devtail.kit.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.workspace.Omission.Cause;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class WorkspaceTreeTest {

  private static final Limits SMALL = new Limits(100, 10_000);

  @TempDir Path directory;
  private Path root;

  /** Far enough ahead for what was just written to be settled. */
  private Instant now = Instant.now().plus(Duration.ofMinutes(1));

  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private WorkspaceTree tree;

  @BeforeEach
  void makeWorkspace() throws IOException {
    root = Files.createDirectory(directory.resolve("workspace"));
    tree = new WorkspaceTree(root, SMALL, clock);
  }

  private Path put(String path, String content) throws IOException {
    return put(path, content.getBytes(UTF_8));
  }

  private Path put(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private List<String> paths() {
    return tree.manifest().files().stream().map(TreeFile::path).toList();
  }

  private Map<String, String> contents(String... paths) {
    Map<String, String> found = new HashMap<>();
    try (Contents contents = tree.contents(List.of(paths))) {
      for (Optional<TreeContent> next = contents.next(); next.isPresent(); next = contents.next()) {
        TreeContent content = next.get();
        assertThat(FileHash.ofContent(content.content())).isEqualTo(content.hash());
        found.put(content.path(), new String(content.content(), UTF_8));
      }
    }
    return found;
  }

  private Map<String, Cause> omissions() {
    Map<String, Cause> causes = new HashMap<>();
    tree.manifest().omissions().forEach(each -> causes.put(each.path(), each.cause()));
    return causes;
  }

  @Test
  void whatIsListedIsWhatIsGiven() throws IOException {
    put("b/c/d.txt", "deep");
    put("a.txt", "one");
    put("b-c.txt", "beside");
    Manifest manifest = tree.manifest();
    assertThat(manifest.files())
        .extracting(TreeFile::path)
        .containsExactly("a.txt", "b-c.txt", "b/c/d.txt");
    assertThat(manifest.files().getFirst().hash())
        .isEqualTo(FileHash.ofContent("one".getBytes(UTF_8)));
    assertThat(manifest.files().getFirst().bytes()).isEqualTo(3);
    assertThat(manifest.omissions()).isEmpty();
    assertThat(contents("b/c/d.txt", "a.txt", "none", "b", "b/c/none", "none/x"))
        .containsOnly(Map.entry("a.txt", "one"), Map.entry("b/c/d.txt", "deep"));
  }

  @Test
  void whatIsIgnoredIsNeitherListedNorGiven() throws IOException {
    put(".gitignore", "not read outside of Git");
    put(".devtailignore", "/private/\n*.log\n!keep.log\n");
    put("private/x", "x");
    put("a.log", "x");
    put("sub/keep.log", "x");
    put("sub/.devtailignore", "!b.log\n");
    put("sub/b.log", "x");
    assertThat(paths())
        .containsExactly(
            ".devtailignore", ".gitignore", "sub/.devtailignore", "sub/b.log", "sub/keep.log");
    assertThat(contents("private/x", "a.log", "sub/b.log")).containsOnlyKeys("sub/b.log");
  }

  @Test
  void whatIsTrackedIsNotIgnored() throws IOException, GitAPIException {
    put("build/kept.txt", "kept");
    put("build/deep/kept.txt", "kept");
    put("made.txt", "kept");
    try (Git git = Git.init().setDirectory(root.toFile()).call()) {
      git.add().addFilepattern(".").call();
    }
    put(".gitignore", "build/\nmade.*\nnode_modules/\n");
    put("build/other.txt", "not");
    put("build/deep/other.txt", "not");
    put("build/new/other.txt", "not");
    put("made.bin", "not");
    put("node_modules/a/index.js", "not");
    put(".git/info/exclude", "/excluded\n");
    put("excluded", "not");
    assertThat(paths())
        .containsExactly(".gitignore", "build/deep/kept.txt", "build/kept.txt", "made.txt");
    assertThat(
            contents("build/other.txt", "build/kept.txt", "node_modules/a/index.js", ".git/HEAD"))
        .containsOnlyKeys("build/kept.txt");
    put(".devtailignore", "made.txt\n");
    assertThat(paths()).doesNotContain("made.txt");
  }

  @Test
  void aRepositoryInsideHasItsOwnRules() throws IOException, GitAPIException {
    Git.init().setDirectory(root.toFile()).call().close();
    put(".gitignore", "*.tmp\n");
    Git.init().setDirectory(root.resolve("inner").toFile()).call().close();
    put("inner/a.tmp", "seen");
    put("inner/b.out", "not");
    put("inner/.gitignore", "*.out\n");
    put("c.out", "seen");
    put("d.tmp", "not");
    assertThat(paths()).containsExactly(".gitignore", "c.out", "inner/.gitignore", "inner/a.tmp");
  }

  @Test
  void aWorkspaceInAWorktreeHasTheRulesAboveIt() throws IOException, GitAPIException {
    Git.init().setDirectory(directory.toFile()).call().close();
    Files.writeString(directory.resolve(".gitignore"), "*.tmp\n/workspace/out/\n");
    put("a.tmp", "not");
    put("out/a", "not");
    put("in/a", "seen");
    assertThat(paths()).containsExactly("in/a");
  }

  @Test
  void whatIsNoTextOrTooLongIsOmittedAndSaid() throws IOException {
    put("binary", new byte[] {'a', 0, 'b'});
    put("utf16", "\uFEFFtext".getBytes(StandardCharsets.UTF_16LE));
    put("utf8-broken", new byte[] {'a', (byte) 0xC3, '('});
    put("empty", "");
    put("long", "x".repeat(10_001));
    put("as-long-as-may-be", "x".repeat(10_000));
    try (RandomAccessFile huge = new RandomAccessFile(root.resolve("huge").toFile(), "rw")) {
      huge.setLength(100L << 20);
    }
    assertThat(paths()).containsExactly("as-long-as-may-be", "empty", "utf16", "utf8-broken");
    assertThat(tree.manifest().omissions())
        .containsExactly(
            new Omission("binary", Cause.BINARY, ""),
            new Omission("huge", Cause.TOO_LARGE, "100.0 MB"),
            new Omission("long", Cause.TOO_LARGE, "0.0 MB"));
    assertThat(contents("binary", "huge", "long", "empty")).containsOnlyKeys("empty");
  }

  @Test
  void filesOfSecretsAreLeftOutAndSaid() throws IOException {
    put(".env", "A=b");
    put(".env.example", "A=");
    put("x/.env.local", "A=b");
    put("x/server.pem", "x");
    put("x/id_rsa", "x");
    put("x/id_rsa.pub", "x");
    assertThat(paths()).containsExactly(".env.example", "x/id_rsa.pub");
    assertThat(omissions())
        .containsOnly(
            Map.entry(".env", Cause.SECRET_FILE),
            Map.entry("x/.env.local", Cause.SECRET_FILE),
            Map.entry("x/server.pem", Cause.SECRET_FILE),
            Map.entry("x/id_rsa", Cause.SECRET_FILE));
    assertThat(contents(".env", "x/id_rsa")).isEmpty();
  }

  @Test
  void secretsInFilesAreBlottedOutAndSaid() throws IOException {
    String key = "AKIA" + "Q3EGRIJKLMNO2X7P";
    put("a.txt", "one\n" + key + "\nthree\n");
    Manifest manifest = tree.manifest();
    String given = contents("a.txt").get("a.txt");
    assertThat(given).startsWith("one\n[secret: ").endsWith("]\nthree\n").doesNotContain(key);
    assertThat(manifest.files().getFirst().hash())
        .isEqualTo(FileHash.ofContent(String.valueOf(given).getBytes(UTF_8)));
    assertThat(manifest.files().getFirst().bytes()).isEqualTo(String.valueOf(given).length());
    assertThat(omissions()).containsOnly(Map.entry("a.txt", Cause.SECRET_BLOTTED_OUT));
    assertThat(tree.manifest()).as("from what is remembered").isEqualTo(manifest);
  }

  @Test
  void linksAreNotFollowedAndSaidIfTheyLeadNowhereOrOut() throws IOException {
    put("a/file", "x");
    Files.writeString(directory.resolve("outside"), "x");
    Files.createSymbolicLink(root.resolve("inside"), Path.of("a/file"));
    Files.createSymbolicLink(root.resolve("directory"), Path.of("a"));
    Files.createSymbolicLink(root.resolve("a/up"), Path.of(".."));
    Files.createSymbolicLink(root.resolve("out"), Path.of("../outside"));
    Files.createSymbolicLink(root.resolve("nowhere"), Path.of("none"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    assertThat(paths()).containsExactly("a/file");
    assertThat(omissions())
        .containsOnly(
            Map.entry("out", Cause.LINK),
            Map.entry("nowhere", Cause.LINK),
            Map.entry("loop", Cause.LINK));
    assertThat(contents("inside", "directory/file", "out")).isEmpty();
  }

  @Test
  void aNameThatIsNoTextIsSaid() throws Exception {
    put("good", "x");
    Process shell =
        new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'bad\\377')\"")
            .directory(root.toFile())
            .start();
    assertThat(shell.waitFor()).isZero();
    assertThat(paths()).containsExactly("good");
    assertThat(tree.manifest().omissions())
        .singleElement()
        .satisfies(
            omission -> {
              assertThat(omission.path()).startsWith("bad");
              assertThat(omission.cause()).isEqualTo(Cause.NOT_READABLE);
            });
  }

  @Test
  void moreFilesThanAreTakenAreSaid() throws IOException {
    for (int i = 0; i < 120; i++) {
      put("d%d/f%03d".formatted(i / 10, i), "x");
    }
    assertThat(paths()).hasSize(100);
    assertThat(omissions()).containsValue(Cause.TOO_MANY);
  }

  @Test
  void aDeepTreeIsCutAndSaid() throws IOException {
    put("d/".repeat(63) + "f", "seen");
    put("d/".repeat(64) + "f", "not");
    assertThat(paths()).containsExactly("d/".repeat(63) + "f");
    assertThat(omissions()).containsOnlyKeys("d/".repeat(63) + "d");
  }

  @Test
  void onlyWhatWasWrittenIsReadAgain() throws IOException {
    Path file = put("a", "one");
    FileHash one = tree.manifest().files().getFirst().hash();
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, before);
    now = Instant.now().plus(Duration.ofMinutes(1));
    FileHash two = tree.manifest().files().getFirst().hash();
    assertThat(two).as("same size and time, other content").isNotEqualTo(one);
  }

  @Test
  void aFileThatWasJustWrittenIsNotTrusted() throws IOException {
    Path file = put("a", "one");
    now = Instant.now();
    Stamp stamp = stamp(file);
    assertThat(stamp.isSettled(stamp.modified().plusMillis(1_999))).isFalse();
    assertThat(stamp.isSettled(stamp.changed().plusSeconds(3))).isTrue();
  }

  private static Stamp stamp(Path file) throws IOException {
    return Stamp.of(
        file, Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class));
  }

  @Test
  void aWorkspaceThatIsNotThereIsAFault() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    for (Path wrong : List.of(directory.resolve("none"), file)) {
      assertThatThrownBy(() -> new WorkspaceTree(wrong, SMALL, clock).manifest())
          .asInstanceOf(type(Fault.class))
          .extracting(Fault::code)
          .isEqualTo(FaultCode.NOT_FOUND);
    }
    assertThatThrownBy(() -> tree.contents(List.of("../file")))
        .asInstanceOf(type(Fault.class))
        .extracting(Fault::code)
        .isEqualTo(FaultCode.INVALID_ARGUMENT);
  }

  @Test
  void anEmptyWorkspaceIsEmpty() {
    assertThat(tree.manifest()).isEqualTo(new Manifest(List.of(), List.of()));
    assertThat(tree.history(10)).isEqualTo(GitHistory.NONE);
    assertThat(new ArrayList<>(contents("a").keySet())).isEmpty();
  }
}
