package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalFixture.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.FaultCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramResolverTest {

  private static final Path SHELL = Path.of("/bin/sh");
  private static final TerminalId TERMINAL = new TerminalId("AAAAAAAAAAAAAAAAAAAA");

  @TempDir Path home;
  private final Map<String, String> service = new HashMap<>();

  @BeforeEach
  void environment() {
    service.put("PATH", home.resolve("empty") + ":" + home.resolve("bin"));
  }

  private Program resolve(List<String> command, String directory, String workspace) {
    return new ProgramResolver(service, Set.of("KEEP_ME"), home, SHELL)
        .resolve(TERMINAL, command, directory, workspace, Map.of());
  }

  private Program shell() {
    return resolve(List.of(), "", "");
  }

  private Path install(String file) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/sh\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return path;
  }

  @Test
  void nothingIsTheLoginShellAtHome() {
    Program program = shell();
    assertThat(program.executable()).isEqualTo(SHELL);
    assertThat(program.arguments()).containsExactly("/bin/sh", "-l");
    assertThat(program.directory()).isEqualTo(home);
  }

  @Test
  void aNameIsLookedUpInThePath() throws IOException {
    Path tool = install("bin/tool");
    Program program = resolve(List.of("tool", "-x"), "", "");
    assertThat(program.executable()).isEqualTo(tool);
    assertThat(program.arguments()).containsExactly("tool", "-x");
  }

  @Test
  void whatCannotBeRunIsPassedOver() throws IOException {
    Path unusable = home.resolve("empty/tool");
    Files.createDirectories(unusable.getParent());
    Files.writeString(unusable, "");
    Path tool = install("bin/tool");
    assertThat(resolve(List.of("tool"), "", "").executable()).isEqualTo(tool);
  }

  @Test
  void aPathIsRelativeToTheDirectory() throws IOException {
    Path tool = install("project/run.sh");
    assertThat(resolve(List.of("./run.sh"), "project", "").executable().normalize())
        .isEqualTo(tool);
    assertThat(resolve(List.of(tool.toString()), "", "").executable()).isEqualTo(tool);
  }

  @Test
  void aDirectoryIsRelativeToTheWorkspace() throws IOException {
    Path inner = Files.createDirectories(home.resolve("work/space/src"));
    String workspace = home.resolve("work/space").toString();
    assertThat(resolve(List.of(), "src", workspace).directory()).isEqualTo(inner);
    assertThat(resolve(List.of(), "", workspace).directory()).isEqualTo(Path.of(workspace));
    assertThat(resolve(List.of(), "../space/./src", workspace).directory()).isEqualTo(inner);
    assertThat(resolve(List.of(), "/", workspace).directory()).isEqualTo(Path.of("/"));
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    assertFault(FaultCode.START_FAILED, () -> resolve(List.of("no-such-program"), "", ""));
    assertFault(FaultCode.START_FAILED, () -> resolve(List.of("./no-such-program"), "", ""));
    assertFault(FaultCode.START_FAILED, () -> resolve(List.of(""), "", ""));
    assertFault(FaultCode.START_FAILED, () -> resolve(List.of(), "no-such-directory", ""));
    assertFault(FaultCode.START_FAILED, () -> resolve(List.of(), "", "/no/such/workspace"));
    Path file = install("bin/tool");
    assertFault(FaultCode.START_FAILED, () -> resolve(List.of(), file.toString(), ""));
  }

  @Test
  void whatIsNoPathIsSaid() {
    assertFault(FaultCode.START_FAILED, () -> resolve(List.of("a\0b"), "", ""));
    assertFault(FaultCode.START_FAILED, () -> resolve(List.of("./a\0b"), "", ""));
    assertFault(FaultCode.START_FAILED, () -> resolve(List.of(), "a\0b", ""));
    assertFault(FaultCode.START_FAILED, () -> resolve(List.of(), "", "/a\0b"));
  }

  @Test
  void secretsOfTheServiceStayThere() {
    service.put("DEVTAIL_IDENTITY_KEY", "secret");
    service.put("SPRING_R2DBC_PASSWORD", "secret");
    service.put("AWS_SECRET_ACCESS_KEY", "secret");
    service.put("LD_PRELOAD", "/tmp/x.so");
    service.put("LANG", "de_DE.UTF-8");
    service.put("LC_TIME", "C");
    service.put("XDG_RUNTIME_DIR", "/run/user/1");
    service.put("KEEP_ME", "kept");
    Map<String, String> environment = shell().environment();
    assertThat(environment).doesNotContainValue("secret").doesNotContainKey("LD_PRELOAD");
    assertThat(environment)
        .containsEntry("LANG", "de_DE.UTF-8")
        .containsEntry("LC_TIME", "C")
        .containsEntry("XDG_RUNTIME_DIR", "/run/user/1")
        .containsEntry("KEEP_ME", "kept");
  }

  @Test
  void aTerminalHasWhatATerminalNeeds() {
    service.clear();
    assertThat(shell().environment())
        .containsEntry("TERM", "xterm-256color")
        .containsEntry("COLORTERM", "truecolor")
        .containsEntry("HOME", home.toString())
        .containsEntry("SHELL", "/bin/sh")
        .containsEntry("PATH", "/usr/local/bin:/usr/bin:/bin")
        .containsEntry("LANG", "C.UTF-8");
  }

  @Test
  void whatTheUserSaysComesLast() throws IOException {
    install("bin/hx");
    Path tool = install("mine/tool");
    Program program =
        new ProgramResolver(service, Set.of(), home, SHELL)
            .resolve(
                TERMINAL,
                List.of("tool"),
                "",
                "",
                Map.of("EDITOR", "ed", "PATH", home.resolve("mine").toString(), "TERM", "dumb"));
    assertThat(program.executable()).isEqualTo(tool);
    assertThat(program.environment()).containsEntry("EDITOR", "ed").containsEntry("TERM", "dumb");
  }

  @Test
  void theEditorIsHelixWhereItIsInstalled() throws IOException {
    service.put("EDITOR", "vi");
    assertThat(shell().environment()).doesNotContainKey("EDITOR");
    install("bin/hx");
    assertThat(shell().environment()).containsEntry("EDITOR", "hx");
  }
}
