package dev.devtail.kit.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspacePathTest {

  private static final Path ROOT = Path.of("/srv/workspace");
  private static final String[] PIECES = {
    "a",
    "b.txt",
    "..",
    ".",
    "",
    "/",
    "//",
    "\0",
    "é",
    "\uD83D\uDE00",
    "...",
    " ",
    "\\",
    "~",
    ".git",
    "a/..",
    "../",
    "%2e%2e",
    "\n",
    "-rf",
    "*",
    "x".repeat(256)
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/..",
        "a/../b",
        ".",
        "a/.",
        "./a",
        "a//b",
        "a/",
        "a\0b",
        ".devtail-0123456789abcdef.tmp",
        "a/.devtail-0123456789abcdef.tmp",
        "\uD800"
      })
  void whatIsNoRelativePathIsRefused(String text) {
    assertThatThrownBy(() -> WorkspacePath.parse(text))
        .isInstanceOfSatisfying(
            Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(FaultCode.INVALID_ARGUMENT);
              assertThat(fault.field()).isEqualTo("path");
            });
  }

  @Test
  void namesAndDepthAreBounded() {
    String longest = "é".repeat(127) + "x";
    assertThat(WorkspacePath.parse(longest).names()).containsExactly(longest);
    assertThatThrownBy(() -> WorkspacePath.parse("é".repeat(128))).isInstanceOf(Fault.class);
    String deepest = "a/".repeat(WorkspacePath.MAX_NAMES - 1) + "a";
    assertThat(WorkspacePath.parse(deepest).names()).hasSize(WorkspacePath.MAX_NAMES);
    assertThatThrownBy(() -> WorkspacePath.parse(deepest + "/a")).isInstanceOf(Fault.class);
  }

  @Test
  void theEmptyPathIsTheRoot() {
    assertThat(WorkspacePath.parse("").names()).isEmpty();
  }

  /** Whatever is put together, it is refused, or a file strictly below the root, spelt one way. */
  @Test
  void nothingThatIsTakenLeadsOut() {
    Random random = new Random(20_261_122);
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int piece = random.nextInt(6); piece >= 0; piece--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
        if (random.nextBoolean()) {
          text.append('/');
        }
      }
      WorkspacePath path;
      try {
        path = WorkspacePath.parse(text.toString());
      } catch (Fault refused) {
        continue;
      }
      taken++;
      assertThat(path.toString()).isEqualTo(text.toString());
      Path file = ROOT.resolve(path.toString());
      assertThat(file.normalize()).isEqualTo(file).startsWithRaw(ROOT);
      assertThat(path.names())
          .allSatisfy(
              name ->
                  assertThat(name.getBytes(StandardCharsets.UTF_8).length)
                      .isBetween(1, WorkspacePath.MAX_NAME_BYTES));
    }
    assertThat(taken).isGreaterThan(1_000);
  }
}
