package dev.devtail.terminal.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real asciinema reads what we write. */
class AsciinemaTest {

  private static final long SECONDS = 60;

  @TempDir Path directory;

  @Test
  void printsWhatWasRecorded() throws IOException, InterruptedException {
    try (RecordingFixture fixture = new RecordingFixture(directory.resolve("recordings"))) {
      Recording recording =
          fixture.recorded("ada", "\033[1mbold\033[m \"quoted\" \\ \t\r\n", "größe 😀 測試\007\r\n");
      assertThat(cat(fixture.files.cast(recording.id()), directory))
          .isEqualTo(fixture.output(recording));
    }
  }

  /**
   * What asciinema prints of a file. Skips the test where it is missing.
   *
   * @param scratch where files may be made
   */
  static byte[] cat(Path file, Path scratch) throws IOException, InterruptedException {
    require("script", "util-linux");
    require("asciinema", "asciinema");
    Path output = scratch.resolve("output");
    // It wants a terminal, though it prints to a file.
    Process asciinema =
        new ProcessBuilder(
                "script",
                "--quiet",
                "--return",
                "--command",
                "asciinema cat '%s' > '%s'".formatted(file, output),
                "/dev/null")
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(scratch.resolve("log").toFile())
            .start();
    assertThat(asciinema.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(asciinema.exitValue()).isZero();
    return Files.readAllBytes(output);
  }

  /** Skips where it is missing, with what to install; in a strict run that fails. */
  private static void require(String program, String what) {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    if (there) {
      return;
    }
    String sentence = "Recordings were not played by asciinema: install " + what + ".";
    if (Boolean.getBoolean("devtail.strict")) {
      fail(sentence);
    }
    abort(sentence);
  }
}
