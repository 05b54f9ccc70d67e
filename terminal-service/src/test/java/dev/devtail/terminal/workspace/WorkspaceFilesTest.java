package dev.devtail.terminal.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.workspace.FileHash;
import dev.devtail.kit.workspace.FileKind;
import dev.devtail.kit.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceFilesTest {

  private static final byte[] OLD = bytes("old");
  private static final byte[] NEW = bytes("new");
  private static final int ALL = 10_000;

  @TempDir Path directory;
  private Path root;
  private String workspace;
  private Instant now = Instant.now();
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private WorkspaceFiles files;

  @BeforeEach
  void makeWorkspace() throws IOException {
    root = Files.createDirectory(directory.resolve("workspace"));
    workspace = root.toString();
    files = new WorkspaceFiles(new WorkspaceDirectories(directory), clock);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static FileHash hash(byte[] content) {
    return FileHash.ofContent(content);
  }

  private Path put(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private String read(String path) {
    return UTF_8.decode(files.read(workspace, path, 0, ALL).content()).toString();
  }

  private List<String> listed(String path, boolean recursive) {
    return files.list(workspace, path, recursive, ALL).entries().stream()
        .map(FileEntry::path)
        .toList();
  }

  private static FaultCode code(ThrowingCallable refused) {
    Fault fault = catchThrowableOfType(Fault.class, refused);
    assertThat(fault).isNotNull();
    return fault.code();
  }

  @Test
  void aWorkspaceIsADirectoryOrTheHome() throws IOException {
    Files.writeString(directory.resolve("here"), "");
    assertThat(files.list("", "", false, ALL).entries())
        .extracting(FileEntry::path)
        .containsExactly("here", "workspace");
    assertThat(code(() -> files.list(workspace + "/none", "", false, 1)))
        .isEqualTo(FaultCode.NOT_FOUND);
    assertThat(code(() -> files.list(directory + "/here", "", false, 1)))
        .isEqualTo(FaultCode.NOT_FOUND);
    assertThat(code(() -> files.list("relative", "", false, 1)))
        .isEqualTo(FaultCode.INVALID_ARGUMENT);
    assertThat(code(() -> files.list("/a\0b", "", false, 1))).isEqualTo(FaultCode.INVALID_ARGUMENT);
  }

  @Test
  void aFileIsReadInParts() throws IOException {
    put("a/b.txt", "0123456789");
    FilePart part = files.read(workspace, "a/b.txt", 3, 4);
    assertThat(part.content()).isEqualTo(ByteBuffer.wrap(bytes("3456")));
    assertThat(part.whole()).isEqualTo(new FileVersion(hash(bytes("0123456789")), 10));
    assertThat(files.read(workspace, "a/b.txt", 8, 4).content())
        .isEqualTo(ByteBuffer.wrap(bytes("89")));
    assertThat(files.read(workspace, "a/b.txt", 10, 4).content().remaining()).isZero();
    assertThat(files.read(workspace, "a/b.txt", Long.MAX_VALUE, 4).content().remaining()).isZero();
  }

  @Test
  void partsOfAFileThatIsLongerThanABufferAreTheWhole() throws IOException {
    byte[] content = new byte[300_000];
    new java.util.Random(1).nextBytes(content);
    Files.write(root.resolve("long"), content);
    ByteBuffer joined = ByteBuffer.allocate(content.length);
    for (int offset = 0; offset < content.length; offset += 70_001) {
      joined.put(files.read(workspace, "long", offset, 70_001).content());
    }
    assertThat(joined.array()).isEqualTo(content);
  }

  @Test
  void whatIsNoFileIsNotRead() throws IOException {
    Files.createDirectories(root.resolve("dir"));
    new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start().onExit().join();
    assertThat(code(() -> read("none"))).isEqualTo(FaultCode.NOT_FOUND);
    assertThat(code(() -> read("none/x"))).isEqualTo(FaultCode.NOT_FOUND);
    assertThat(code(() -> read("dir"))).isEqualTo(FaultCode.INVALID_ARGUMENT);
    assertThat(code(() -> read("pipe"))).isEqualTo(FaultCode.INVALID_ARGUMENT);
    assertThat(code(() -> read("pipe/x"))).isEqualTo(FaultCode.NOT_FOUND);
  }

  @Test
  void aNewFileIsWrittenWithTheDirectoriesAboveIt() {
    FileVersion written = files.write(workspace, "a/b/c.txt", NEW, null);
    assertThat(written).isEqualTo(new FileVersion(hash(NEW), NEW.length));
    assertThat(read("a/b/c.txt")).isEqualTo("new");
    files.write(workspace, "a/b/d.txt", OLD, null);
    assertThat(listed("", true)).containsExactly("a", "a/b", "a/b/c.txt", "a/b/d.txt");
    assertThat(root.toFile().list()).containsExactly("a");
  }

  @Test
  void aFileIsReplacedOnlyIfItIsAsItWasSeen() throws IOException {
    put("f", "old");
    assertThat(code(() -> files.write(workspace, "f", NEW, null))).isEqualTo(FaultCode.CONFLICT);
    assertThat(code(() -> files.write(workspace, "f", NEW, hash(NEW))))
        .isEqualTo(FaultCode.CONFLICT);
    assertThat(code(() -> files.write(workspace, "g", NEW, hash(OLD))))
        .isEqualTo(FaultCode.CONFLICT);
    assertThat(read("f")).isEqualTo("old");
    files.write(workspace, "f", NEW, hash(OLD));
    assertThat(read("f")).isEqualTo("new");
    assertThat(root.toFile().list()).containsExactly("f");
  }

  @Test
  void anEmptyFileIsAFile() {
    files.write(workspace, "empty", new byte[0], null);
    assertThat(code(() -> files.write(workspace, "empty", NEW, null)))
        .isEqualTo(FaultCode.CONFLICT);
    files.write(workspace, "empty", NEW, hash(new byte[0]));
    assertThat(read("empty")).isEqualTo("new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-x--x", "rw-r--r--", "rwxrwxrwx", "r--------"})
  void aFileKeepsItsPermissions(String permissions) throws IOException {
    Path file = put("f", "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    files.write(workspace, "f", NEW, hash(OLD));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo(permissions);
  }

  @Test
  void aFileIsDeletedOnlyIfItIsAsItWasSeen() throws IOException {
    put("f", "old");
    assertThat(code(() -> files.delete(workspace, "f", hash(NEW)))).isEqualTo(FaultCode.CONFLICT);
    files.delete(workspace, "f", hash(OLD));
    assertThat(root.resolve("f")).doesNotExist();
    assertThat(code(() -> files.delete(workspace, "f", hash(OLD)))).isEqualTo(FaultCode.NOT_FOUND);
    Files.createDirectory(root.resolve("dir"));
    assertThat(code(() -> files.delete(workspace, "dir", hash(OLD))))
        .isEqualTo(FaultCode.INVALID_ARGUMENT);
  }

  @Test
  void linksThatStayInsideAreGoneThrough() throws IOException {
    put("real/f", "old");
    Files.createSymbolicLink(root.resolve("link"), Path.of("real"));
    Files.createSymbolicLink(root.resolve("real/up"), Path.of("../real/f"));
    Files.createSymbolicLink(root.resolve("absolute"), root.resolve("real"));
    assertThat(read("link/f")).isEqualTo("old");
    assertThat(read("real/up")).isEqualTo("old");
    assertThat(read("absolute/up")).isEqualTo("old");
    files.write(workspace, "link/up", NEW, hash(OLD));
    assertThat(Files.isSymbolicLink(root.resolve("real/up"))).isTrue();
    assertThat(root.resolve("real/f")).hasContent("new");
    assertThat(listed("link", true)).containsExactly("real/f", "real/up");
    assertThat(code(() -> files.delete(workspace, "real/up", hash(NEW))))
        .isEqualTo(FaultCode.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../outside", "/etc", "sub/../../outside", "/", "../workspace-2"})
  void linksThatLeadOutAreRefused(String target) throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("f"), "old");
    Files.createDirectory(directory.resolve("workspace-2"));
    Files.createDirectory(root.resolve("sub"));
    Files.createSymbolicLink(root.resolve("link"), Path.of(target));
    Files.createSymbolicLink(root.resolve("sub/file"), outside.resolve("f"));
    for (String path : List.of("link/f", "sub/file")) {
      assertThat(code(() -> read(path))).isEqualTo(FaultCode.INVALID_ARGUMENT);
      assertThat(code(() -> files.write(workspace, path, NEW, null)))
          .isEqualTo(FaultCode.INVALID_ARGUMENT);
      assertThat(code(() -> files.write(workspace, path, NEW, hash(OLD))))
          .isEqualTo(FaultCode.INVALID_ARGUMENT);
      assertThat(code(() -> files.delete(workspace, path, hash(OLD))))
          .isEqualTo(FaultCode.INVALID_ARGUMENT);
    }
    assertThat(code(() -> listed("link", false))).isEqualTo(FaultCode.INVALID_ARGUMENT);
    assertThat(outside.resolve("f")).hasContent("old");
    assertThat(listed("", true)).containsExactly("link", "sub", "sub/file");
  }

  @Test
  void loopsOfLinksEnd() throws IOException {
    Files.createSymbolicLink(root.resolve("a"), Path.of("b/x"));
    Files.createSymbolicLink(root.resolve("b"), Path.of("a/x"));
    Files.createSymbolicLink(root.resolve("me"), Path.of("me"));
    for (String path : List.of("a", "b/c", "me", "me/me")) {
      assertThat(code(() -> read(path))).isEqualTo(FaultCode.INVALID_ARGUMENT);
    }
    Files.createSymbolicLink(root.resolve("here"), Path.of("."));
    assertThat(code(() -> read("here"))).isEqualTo(FaultCode.INVALID_ARGUMENT);
    assertThat(listed("here/here/here", false)).containsExactly("a", "b", "here", "me");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".git/config", ".git", ".GIT/config", "sub/.git/hooks/x", "to-git/config"})
  void whatIsGitsIsNotWritten(String path) throws IOException {
    put(".git/config", "old");
    put("sub/.git/hooks/y", "old");
    Files.createSymbolicLink(root.resolve("to-git"), Path.of(".git"));
    assertThat(code(() -> files.write(workspace, path, NEW, null)))
        .isEqualTo(FaultCode.INVALID_ARGUMENT);
    assertThat(code(() -> files.write(workspace, path, NEW, hash(OLD))))
        .isIn(FaultCode.INVALID_ARGUMENT, FaultCode.NOT_FOUND);
    assertThat(code(() -> files.delete(workspace, path, hash(OLD))))
        .isIn(FaultCode.INVALID_ARGUMENT, FaultCode.NOT_FOUND);
    assertThat(root.resolve(".git/config")).hasContent("old");
    assertThat(root.resolve(".GIT")).doesNotExist();
    assertThat(root.resolve("sub/.git/hooks/x")).doesNotExist();
    assertThat(read(".git/config")).isEqualTo("old");
  }

  @Test
  void oneDirectoryIsListedWithAllThatIsInIt() throws IOException {
    put("f", "four");
    put("dir/inner", "");
    put(".gitignore", "f\n");
    Files.createSymbolicLink(root.resolve("link"), Path.of("f"));
    assertThat(files.list(workspace, "", false, ALL))
        .isEqualTo(
            new FileListing(
                List.of(
                    new FileEntry(".gitignore", FileKind.REGULAR, 2),
                    new FileEntry("dir", FileKind.DIRECTORY, 0),
                    new FileEntry("f", FileKind.REGULAR, 4),
                    new FileEntry("link", FileKind.SYMBOLIC_LINK, 0)),
                false));
    assertThat(files.list(workspace, "", false, 4).truncated()).isFalse();
    assertThat(files.list(workspace, "", false, 3).truncated()).isTrue();
    assertThat(files.list(workspace, "", true, 2).entries()).hasSize(2);
    assertThat(files.list(workspace, "", true, 2).truncated()).isTrue();
    assertThat(code(() -> listed("f", false))).isEqualTo(FaultCode.NOT_FOUND);
  }

  @Test
  void whatIsTooDeepIsLeftOutAndAllElseIsListed() throws IOException {
    put("d/".repeat(WorkspacePath.MAX_NAMES) + "f", "");
    put("z", "");
    FileListing all = files.list(workspace, "", true, ALL);
    assertThat(all.truncated()).isTrue();
    assertThat(all.entries()).hasSize(WorkspacePath.MAX_NAMES + 1);
    assertThat(all.entries().getLast().path()).isEqualTo("z");
  }

  /** As {@code git ls-files -co --exclude-standard} has it. */
  @Test
  void whatGitIgnoresIsLeftOut() throws Exception {
    put(".gitignore", "target/\n*.log\n!keep.log\n/only-here\ndeep/**/x\n");
    put("sub/.gitignore", "!important.log\nlocal\n");
    put("src/A.java", "");
    put("src/target/out", "");
    put("debug.log", "");
    put("keep.log", "");
    put("only-here", "");
    put("sub/only-here", "");
    put("sub/important.log", "");
    put("sub/other.log", "");
    put("sub/local", "");
    put("local", "");
    put("deep/1/2/x", "");
    put("deep/1/2/y", "");
    put("excluded", "");
    git("init", "-q");
    Files.writeString(root.resolve(".git/info/exclude"), "excluded\n");
    List<String> ofGit = git("ls-files", "-co", "--exclude-standard").lines().sorted().toList();
    List<String> ours =
        files.list(workspace, "", true, ALL).entries().stream()
            .filter(entry -> entry.kind() == FileKind.REGULAR)
            .map(FileEntry::path)
            .toList();
    assertThat(ours).isEqualTo(ofGit).contains("sub/important.log").doesNotContain("debug.log");
    assertThat(listed("sub", true))
        .containsExactly("sub/.gitignore", "sub/important.log", "sub/only-here");
  }

  private String git(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    Process git = new ProcessBuilder(command).directory(root.toFile()).start();
    String printed = new String(git.getInputStream().readAllBytes(), UTF_8);
    assertThat(git.waitFor()).isZero();
    return printed;
  }

  @Test
  void whatAKilledWriterLeftBehindIsNotListedAndGoesAfterAWhile() throws IOException {
    Path left = put("sub/.devtail-0123456789abcdef.tmp", "half");
    Path directoryLeft = Files.createDirectory(root.resolve(".devtail-fedcba9876543210.tmp"));
    Path young = put("young/.devtail-0123456789abcdef.tmp", "half");
    assertThat(listed("", true)).containsExactly("sub", "young");
    now = now.plus(StaleTemporaries.AGE.minus(Duration.ofSeconds(10)));
    files.write(workspace, "young/f", NEW, null);
    assertThat(young).exists();
    assertThat(left).exists();

    now = now.plus(Duration.ofMinutes(1));
    files = new WorkspaceFiles(new WorkspaceDirectories(directory), clock);
    files.write(workspace, "sub/f", NEW, null);
    assertThat(left).doesNotExist();
    assertThat(directoryLeft).doesNotExist();
  }

  @Test
  void ofManyWhoReplaceTheSameOneOnlyOneDoes() throws Exception {
    put("f", "old");
    try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
      List<Future<Boolean>> attempts =
          Stream.iterate(0, number -> number + 1)
              .limit(40)
              .map(number -> writers.submit(() -> replaces("f", bytes("by " + number))))
              .toList();
      int replaced = 0;
      for (Future<Boolean> attempt : attempts) {
        replaced += attempt.get() ? 1 : 0;
      }
      assertThat(replaced).isEqualTo(1);
    }
    assertThat(root.toFile().list()).containsExactly("f");
  }

  private boolean replaces(String path, byte[] content) {
    try {
      files.write(workspace, path, content, hash(OLD));
      return true;
    } catch (Fault lost) {
      assertThat(lost.code()).isEqualTo(FaultCode.CONFLICT);
      return false;
    }
  }

  @Test
  void directoriesAreMadeByManyAtOnce() throws Exception {
    try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
      List<Future<FileVersion>> written =
          Stream.iterate(0, number -> number + 1)
              .limit(40)
              .map(
                  number ->
                      writers.submit(() -> files.write(workspace, "a/b/c/f" + number, NEW, null)))
              .toList();
      for (Future<FileVersion> one : written) {
        one.get();
      }
    }
    assertThat(listed("a/b/c", false)).hasSize(40);
    assertThat(root.toFile().list()).containsExactly("a");
  }
}
