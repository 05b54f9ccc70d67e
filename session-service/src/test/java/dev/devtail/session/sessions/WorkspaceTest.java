package dev.devtail.session.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.fault.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {

  @ParameterizedTest
  @CsvSource({
    "/home/ada/engine, /home/ada/engine, engine",
    "/home/ada/engine/, /home/ada/engine, engine",
    "//home/./ada///engine, /home/ada/engine, engine",
    "/home/ada/..engine, /home/ada/..engine, ..engine",
    "/home/ada/Größe und Ziel, /home/ada/Größe und Ziel, Größe und Ziel",
    "/, /, /"
  })
  void hasOneForm(String given, String path, String name) {
    Workspace workspace = Workspace.of(given);
    assertThat(workspace.path()).isEqualTo(path);
    assertThat(workspace.shortName()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "engine", "./engine", "~/engine", "/home/ada/../eve", "/.."})
  void isAbsoluteAndDoesNotClimb(String given) {
    assertThatThrownBy(() -> Workspace.of(given))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.field()).isEqualTo("workspace"));
  }
}
