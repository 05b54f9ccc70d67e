package dev.devtail.syntax.treesitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativesTest {

  private static final String RESOURCE =
      Natives.resource(System.getProperty("os.name"), System.getProperty("os.arch"));

  @TempDir private Path cache;

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, /native/linux-x86_64/libdevtail-syntax.so",
    "Linux, aarch64, /native/linux-aarch64/libdevtail-syntax.so",
    "Mac OS X, arm64, /native/macos-aarch64/libdevtail-syntax.dylib"
  })
  void theLibraryIsThatOfTheMachine(String system, String machine, String resource) {
    assertThat(Natives.resource(system, machine)).isEqualTo(resource);
  }

  @Test
  void itIsUnpackedOnce() throws IOException {
    Path file = Natives.unpack(RESOURCE, cache);
    Object first = Files.readAttributes(file, "unix:ino").get("ino");
    assertThat(Natives.unpack(RESOURCE, cache)).isEqualTo(file);
    assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(first);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aDirectoryThatOthersMayWriteIsRefused() throws IOException {
    Path directory = Natives.unpack(RESOURCE, cache).getParent();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> Natives.unpack(RESOURCE, cache))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected: one's own, with mode 700");
  }
}
