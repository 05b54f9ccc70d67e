package dev.devtail.terminal.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.workspace.FileHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes a file again and again is killed: the file is one of those it wrote. */
class KilledWriterTest {

  private static final int FILE_BYTES = 1 << 20;
  private static final int KILLS = 4;

  @TempDir Path directory;

  /** Writes files of one letter each, and prints a line for each that was written. */
  static final class EndlessWriter {

    private EndlessWriter() {}

    public static void main(String[] arguments) {
      WorkspaceFiles files =
          new WorkspaceFiles(new WorkspaceDirectories(Path.of(arguments[0])), Clock.systemUTC());
      FileHash last = files.read("", "f", 0, 0).whole().hash();
      for (int number = 0; ; number++) {
        byte[] next = content((char) ('a' + number % 26));
        last = files.write("", "f", next, last).hash();
        System.out.println(number);
      }
    }
  }

  static byte[] content(char letter) {
    byte[] content = new byte[FILE_BYTES];
    Arrays.fill(content, (byte) letter);
    return content;
  }

  @Test
  void theFileIsTheOldOneOrTheNewOne() throws Exception {
    Path file = directory.resolve("f");
    Files.write(file, content('z'));
    Random random = new Random(20_261_122);
    for (int kill = 0; kill < KILLS; kill++) {
      Process writer = start();
      try (BufferedReader written = writer.inputReader(UTF_8)) {
        for (int line = random.nextInt(20); line >= 0; line--) {
          Objects.requireNonNull(written.readLine(), "the writer has ended");
        }
      } finally {
        writer.destroyForcibly().waitFor();
      }
      byte[] found = Files.readAllBytes(file);
      assertThat(found).isEqualTo(content((char) found[0]));
    }
    WorkspaceFiles later =
        new WorkspaceFiles(
            new WorkspaceDirectories(directory),
            Clock.offset(Clock.systemUTC(), StaleTemporaries.AGE.plus(Duration.ofMinutes(1))));
    later.write("", "g", new byte[0], null);
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("f", "g");
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            EndlessWriter.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
