package dev.devtail.terminal.zellij;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.terminal.domain.MultiplexerSession;
import dev.devtail.terminal.domain.Program;
import dev.devtail.terminal.domain.TerminalId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a {@code zellij} that only writes down what it is told. */
class ZellijTest {

  private static final Duration SECONDS = Duration.ofSeconds(30);
  private static final TerminalId TERMINAL = new TerminalId("-abcdefghijklmnopqr_");
  private static final String SESSION = "devtail--abcdefghijk";

  /** Room for the path of a socket on Linux, without the zero byte at its end. */
  private static final int SOCKET_PATH_BYTES = 107;

  @TempDir Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final Zellij zellij = new Zellij();

  @BeforeEach
  void environment() {
    environment.put("HOME", home.toString());
    environment.put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
  }

  @AfterEach
  void close() {
    zellij.close();
  }

  /** A zellij that knows these options and does that with everything else. */
  private Path install(String options, String script) throws IOException {
    Path program = home.resolve("bin/zellij");
    Files.createDirectories(program.getParent());
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo "$@" >> '%s'
        if [ "$1" = options ]; then printf '%%s\\n' '%s'; exit; fi
        %s
        """
            .formatted(log(), options, script));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  private Path log() {
    return home.resolve("log");
  }

  private List<String> called() throws IOException {
    return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
  }

  private Program shell(String shell) {
    return new Program(Path.of(shell), List.of(shell, "-l"), Path.of("/"), environment);
  }

  private Program kept() {
    return zellij.keep(TERMINAL, shell("/bin/sh"));
  }

  private static MultiplexerSession session(Program program) {
    return Objects.requireNonNull(program.session());
  }

  /** What the program's script runs. */
  private static List<String> client(Program program) {
    List<String> arguments = program.arguments();
    int script = arguments.indexOf("-c") + 1;
    return arguments.subList(script + 2, arguments.size());
  }

  /** Runs it without a terminal, and returns what it prints. */
  private static String run(Program program) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(program.arguments())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().clear();
    builder.environment().putAll(program.environment());
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void withoutItAShellIsAShell() {
    Program shell = shell("/bin/sh");
    assertThat(zellij.keep(TERMINAL, shell)).isSameAs(shell);
  }

  @Test
  void theSessionIsNamedAfterTheTerminalAndMadeIfThereIsNone() throws IOException {
    Path program = install("", "");
    Program kept = kept();
    assertThat(client(kept))
        .containsExactly(
            program.toString(),
            "--config",
            "/dev/null",
            "attach",
            "--create",
            SESSION,
            "options",
            "--default-shell",
            "/bin/sh");
    assertThat(session(kept).name()).isEqualTo(SESSION);
    assertThat(session(kept).command()).containsExactly("zellij", "attach", SESSION);
    assertThat(kept.environment()).isEqualTo(environment);
  }

  @Test
  void theNameFitsIntoTheSocketsPath() throws IOException {
    install("", "");
    String directory = "/run/user/4294967295/zellij/contract_version_1/";
    assertThat(directory.length() + session(kept()).name().length()).isLessThan(SOCKET_PATH_BYTES);
  }

  @Test
  void onlyOptionsThatThisVersionKnowsAreGiven() throws IOException {
    install("--pane-frames <X> --show-startup-tips-of-another-kind <X>", "");
    assertThat(client(kept()))
        .endsWith("options", "--default-shell", "/bin/sh", "--pane-frames", "false");
  }

  @Test
  void aVersionIsAskedOnce() throws IOException {
    Path program = install("", "");
    kept();
    kept();
    assertThat(called()).containsExactly("options --help");
    Files.setLastModifiedTime(program, FileTime.fromMillis(1));
    kept();
    assertThat(called()).hasSize(2);
  }

  private void configure(String file, String text) throws IOException {
    Path configuration = home.resolve(file);
    Files.createDirectories(configuration.getParent());
    Files.writeString(configuration, text);
  }

  @Test
  void aConfigurationIsTakenAsItIs() throws IOException {
    Path program =
        install("--pane-frames <X> --show-startup-tips <X> --show-release-notes <X>", "");
    configure(".config/zellij/config.kdl", "show_startup_tips true\n// show_release_notes true\n");
    assertThat(client(kept()))
        .containsExactly(
            program.toString(),
            "attach",
            "--create",
            SESSION,
            "options",
            "--show-release-notes",
            "false");
  }

  @Test
  void oneElsewhereIsFoundToo() throws IOException {
    Path program = install("", "");
    configure("xdg/zellij/config.kdl", "");
    configure("own/config.kdl", "");
    List<String> plain = List.of(program.toString(), "attach", "--create", SESSION);
    environment.put("XDG_CONFIG_HOME", home.resolve("xdg").toString());
    assertThat(client(kept())).isEqualTo(plain);
    environment.remove("XDG_CONFIG_HOME");
    environment.put("ZELLIJ_CONFIG_DIR", home.resolve("own").toString());
    assertThat(client(kept())).isEqualTo(plain);
    environment.remove("ZELLIJ_CONFIG_DIR");
    environment.put("ZELLIJ_CONFIG_FILE", home.resolve("missing.kdl").toString());
    assertThat(client(kept())).isEqualTo(plain);
  }

  @Test
  void itFindsWhatALoginFinds() throws IOException {
    install("", "echo said $FROM_PROFILE");
    Files.writeString(home.resolve(".profile"), "export FROM_PROFILE=hello\n");
    assertThat(run(kept())).contains("said hello").doesNotContain("Zellij ended");
  }

  @Test
  void aShellThatReadsNoScriptsIsNotGivenOne() throws IOException {
    Path program = install("", "");
    Program kept = zellij.keep(TERMINAL, shell("/usr/bin/fish"));
    assertThat(kept.executable()).isEqualTo(Path.of("/bin/sh"));
    assertThat(kept.arguments()).startsWith("/bin/sh", "-c").contains("/usr/bin/fish");
    assertThat(client(kept)).startsWith(program.toString());
  }

  @Test
  void whereItDoesNotStartTheLoginShellDoesAndSaysSo() throws IOException {
    install("", "exit 7");
    Files.writeString(home.resolve(".profile"), "echo a login\n");
    assertThat(run(kept()))
        .contains("Zellij ended with exit status 7; this is your login shell.")
        .endsWith("a login\n");
  }

  @Test
  void whatIsNoProgramAtAllCostsNobodyTheTerminal() throws IOException {
    Path program = install("", "");
    Files.writeString(program, "\177ELF");
    assertThat(run(kept())).contains("this is your login shell.");
  }

  @Test
  void whatAProfileLeavesInTheBackgroundHoldsNothingUp() throws IOException {
    install("", "");
    Files.writeString(home.resolve(".profile"), "sleep 60 &\n");
    session(kept()).tidy();
    await().atMost(SECONDS).until(() -> called().contains("delete-session " + SESSION));
    zellij.close();
  }

  @Test
  void whatIsNoFileIsNotReadAsAConfiguration() throws IOException {
    install("--show-startup-tips <X>", "");
    environment.put("ZELLIJ_CONFIG_FILE", "/dev/zero");
    assertThat(client(kept())).endsWith(SESSION);
  }

  @Test
  void anEndIsForcedAndATidyingIsNot() throws IOException {
    install("", "");
    MultiplexerSession session = session(kept());
    session.end();
    session.tidy();
    await()
        .atMost(SECONDS)
        .untilAsserted(
            () ->
                assertThat(called())
                    .contains("delete-session --force " + SESSION, "delete-session " + SESSION));
  }

  @Test
  void aDeletionThatFailsIsTriedAgainAndNotForEver() throws IOException {
    install("", "exit 2");
    session(kept()).end();
    await()
        .atMost(SECONDS)
        .untilAsserted(
            () ->
                assertThat(called())
                    .filteredOn(call -> call.startsWith("delete-session"))
                    .hasSize(3));
  }
}
