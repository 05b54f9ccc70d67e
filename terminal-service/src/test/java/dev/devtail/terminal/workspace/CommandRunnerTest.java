package dev.devtail.terminal.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.domain.ProgramResolver;
import dev.devtail.terminal.domain.SearchPath;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class CommandRunnerTest {

  private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(500);

  @TempDir Path workspace;

  private final CommandRunner runner = runner(PATH);

  private static CommandRunner runner(String searchPath) {
    Path home = Path.of("/");
    return new CommandRunner(
        new WorkspaceDirectories(home),
        new ProgramResolver(
            Map.of("PATH", PATH, "SECRET_OF_SERVICE", "1"), Set.of(), home, Path.of("/bin/sh")),
        new SearchPath(searchPath));
  }

  @AfterEach
  void close() {
    runner.close();
  }

  private CommandOutcome sh(String script) throws InterruptedException {
    return sh(script, LONG);
  }

  private CommandOutcome sh(String script, Duration limit) throws InterruptedException {
    return run(runner, new byte[0], limit, "sh", "-c", script);
  }

  private CommandOutcome run(CommandRunner by, byte[] stdin, Duration limit, String... words)
      throws InterruptedException {
    return by.run(
        "ada",
        workspace.toString(),
        new Command(List.of(words), Map.of("GIVEN", "yes"), ByteBuffer.wrap(stdin), limit));
  }

  private static String text(CommandOutcome.Tail tail) {
    return UTF_8.decode(tail.bytes().duplicate()).toString();
  }

  /** As an argument of {@code sleep}, by which it is found again. */
  private static String unique() {
    return "9" + ThreadLocalRandom.current().nextInt(10_000, 100_000);
  }

  private static boolean sleeps(String time) {
    return ProcessHandle.allProcesses()
        .anyMatch(
            process ->
                process
                    .info()
                    .arguments()
                    .map(arguments -> Arrays.asList(arguments).equals(List.of(time)))
                    .orElse(false));
  }

  @Test
  void aProgramRunsInTheWorkspaceAndSaysHowItEnded() throws Exception {
    CommandOutcome outcome = sh("pwd; echo wrong >&2; exit 3");
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(text(outcome.stdout())).isEqualTo(workspace.toRealPath() + "\n");
    assertThat(text(outcome.stderr())).isEqualTo("wrong\n");
    assertThat(outcome.stdout().truncated()).isFalse();
    assertThat(sh("kill -9 $$").exitCode()).isEqualTo(128 + 9);
  }

  @Test
  void itGetsWhatATerminalGetsAndWhatItIsGiven() throws Exception {
    String environment = text(sh("env").stdout());
    assertThat(environment)
        .contains("GIVEN=yes", "PATH=" + PATH, "HOME=/", "SHELL=/bin/sh")
        .doesNotContain("SECRET_OF_SERVICE");
  }

  @Test
  void itReadsWhatItIsGiven() throws Exception {
    byte[] content = new byte[200_000];
    new Random(1).nextBytes(content);
    CommandOutcome outcome = run(runner, content, LONG, "cat");
    assertThat(outcome.stdout().bytes()).isEqualTo(ByteBuffer.wrap(content));
    // Who does not read is not waited for.
    assertThat(run(runner, content, LONG, "true").exitCode()).isZero();
  }

  @Test
  void ofAFloodTheEndIsKept() throws Exception {
    CommandOutcome outcome =
        sh("head -c 5000000 /dev/zero | tr '\\0' x; echo end; exec >&2; echo e");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.stdout().truncated()).isTrue();
    assertThat(outcome.stdout().bytes().remaining()).isEqualTo(CommandRunner.OUTPUT_BYTES);
    assertThat(text(outcome.stdout())).endsWith("xxxend\n");
    assertThat(text(outcome.stderr())).isEqualTo("e\n");
    assertThat(outcome.stderr().truncated()).isFalse();
  }

  @Test
  void aFloodWithoutEndEndsWithItsTime() throws Exception {
    CommandOutcome outcome = sh("yes; sleep 1000", SHORT);
    assertThat(outcome.exitCode()).isNull();
    assertThat(outcome.stdout().bytes().remaining()).isEqualTo(CommandRunner.OUTPUT_BYTES);
    assertThat(text(outcome.stdout())).startsWith("y\n").endsWith("y\n");
  }

  /** With and without the program setsid. */
  @ParameterizedTest
  @ValueSource(strings = {PATH, "/nowhere"})
  void whatIsDeafAndWhatHasGoneIntoTheBackgroundEndsWithTheTime(String searchPath)
      throws Exception {
    String deaf = unique();
    String grandchild = unique();
    String daemon = unique();
    String script =
        """
        trap '' TERM
        sleep %s &
        sh -c "sleep %s & wait" &
        setsid sh -c "sleep %s &"
        echo ready
        wait
        """
            .formatted(deaf, grandchild, daemon);
    try (CommandRunner by = runner(searchPath)) {
      CommandOutcome outcome = run(by, new byte[0], Duration.ofSeconds(2), "sh", "-c", script);
      assertThat(outcome.exitCode()).isNull();
      assertThat(text(outcome.stdout())).isEqualTo("ready\n");
    }
    assertThat(List.of(deaf, grandchild, daemon)).noneMatch(CommandRunnerTest::sleeps);
  }

  @Test
  void whatItLeavesInTheBackgroundEndsWithIt() throws Exception {
    String left = unique();
    long began = System.nanoTime();
    CommandOutcome outcome = sh("sleep %s & echo done".formatted(left));
    assertThat(outcome.exitCode()).isZero();
    assertThat(text(outcome.stdout())).isEqualTo("done\n");
    assertThat(sleeps(left)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG);
  }

  @Test
  void whoWantsItNoMoreEndsIt() throws Exception {
    String time = unique();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    sh("sleep " + time);
                  } catch (InterruptedException expected) {
                    Thread.currentThread().interrupt();
                  }
                });
    await().atMost(Duration.ofSeconds(30)).until(() -> sleeps(time));
    caller.interrupt();
    caller.join();
    assertThat(sleeps(time)).isFalse();
  }

  @Test
  void onlySoManyRunAtOnceAndAllEndWithTheService() throws Exception {
    String time = unique();
    Path gate = workspace.resolve("gate");
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CommandOutcome>> running =
          Stream.generate(
                  () -> callers.submit(() -> sh("echo >> %s; sleep %s".formatted(gate, time))))
              .limit(CommandPlaces.MAX_PER_USER)
              .toList();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  Files.exists(gate)
                      && Files.readAllLines(gate).size() == CommandPlaces.MAX_PER_USER);
      assertThat(code("sh", "-c", "true")).isEqualTo(FaultCode.RESOURCE_EXHAUSTED);
      runner.close();
      for (Future<CommandOutcome> one : running) {
        assertThat(one.get().exitCode()).isNotEqualTo(0);
      }
    }
    assertThat(sleeps(time)).isFalse();
    assertThat(code("true")).isEqualTo(FaultCode.UNAVAILABLE);
  }

  private FaultCode code(String... words) {
    Fault fault = catchThrowableOfType(Fault.class, () -> run(runner, new byte[0], LONG, words));
    assertThat(fault).isNotNull();
    return fault.code();
  }

  @Test
  void whatCannotBeStartedIsSaid() throws Exception {
    assertThat(code("no-such-program")).isEqualTo(FaultCode.START_FAILED);
    assertThat(code("true", "a\0b")).isEqualTo(FaultCode.START_FAILED);
    assertThat(code("true", "x".repeat(3_000_000))).isEqualTo(FaultCode.START_FAILED);
    Files.delete(workspace);
    assertThat(code("true")).isEqualTo(FaultCode.NOT_FOUND);
    Files.createDirectory(workspace);
  }
}
