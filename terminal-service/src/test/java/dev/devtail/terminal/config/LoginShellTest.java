package dev.devtail.terminal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginShellTest {

  @Test
  void comesFromThePasswordFile() {
    Path shell = LoginShell.find(System.getProperty("user.name"), Map.of("SHELL", "relative"));
    assertThat(shell).isAbsolute();
    assertThat(Files.isExecutable(shell)).isTrue();
  }

  @Test
  void elseFromTheEnvironment() {
    assertThat(LoginShell.find("no such user", Map.of("SHELL", "/bin/sh")))
        .isEqualTo(Path.of("/bin/sh"));
  }

  @Test
  void elseItIsOneThatIsThere() {
    assertThat(LoginShell.find("no such user", Map.of("SHELL", "/no/such/shell")).toString())
        .isIn("/bin/bash", "/bin/sh");
  }
}
