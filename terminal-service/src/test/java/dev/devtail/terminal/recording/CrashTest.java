package dev.devtail.terminal.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.recording.Recording.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a recording is after the process that wrote it was killed. */
class CrashTest {

  @TempDir Path directory;

  @Test
  void tornLastLineIsCut() throws IOException {
    Recording recording;
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      recording = fixture.recorded("ada", "whole");
      fixture.files.save(recording.with(State.RUNNING, 0, 0));
      Files.writeString(
          fixture.files.cast(recording.id()), "[9.000, \"o\", \"to", StandardOpenOption.APPEND);
    }
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      Recording repaired = fixture.recordings.get(recording.id(), "ada");
      assertThat(repaired).isEqualTo(recording);
      assertThat(fixture.files.cast(recording.id()).toFile()).hasSize(recording.sizeBytes());
    }
  }

  @Test
  void whatIsKnownWithoutAFileIsForgotten() throws IOException {
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      Recording recording = fixture.recorded("ada", "x");
      Files.delete(fixture.files.cast(recording.id()));
    }
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      assertThat(fixture.recordings.list("ada", "")).isEmpty();
    }
  }

  @Test
  void whatCannotBeReadIsLeftAlone() throws IOException {
    Path strange = directory.resolve("strange.json");
    Files.writeString(strange, "{\"id\":");
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      assertThat(fixture.recordings.list("ada", "")).isEmpty();
    }
    assertThat(strange).exists();
  }

  /** Records a number each few milliseconds, tells each after it was shown, and never ends. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) {
      RecordingFixture fixture = new RecordingFixture(Path.of(arguments[0]));
      Terminal terminal = fixture.terminal("ada");
      fixture.start(terminal);
      for (int i = 0; ; i++) {
        RecordingFixture.show(terminal, i + "\r\n");
        System.out.println(System.currentTimeMillis() + " " + i);
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    }
  }

  /** Lets one record for a while and kills it. Returns when each number was shown. */
  private List<Long> killed() throws IOException {
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Child.class.getName(),
                    directory.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Long> shownAt = new ArrayList<>();
    try (BufferedReader told = child.inputReader()) {
      long killAt = 0;
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        long millis = Long.parseLong(line.split(" ")[0]);
        shownAt.add(millis);
        if (killAt == 0) {
          killAt = millis + Duration.ofSeconds(2).toMillis();
        }
        if (millis >= killAt) {
          // Not through the process, which would close what is still to be read.
          child.toHandle().destroyForcibly();
        }
      }
    }
    await().until(() -> !child.isAlive());
    return shownAt;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void killedProcessLosesAtMostTheLastSecond() throws IOException {
    List<Long> shownAt = killed();
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      Recording recording = fixture.recordings.list("ada", "").getFirst();
      assertThat(recording.state()).isEqualTo(State.COMPLETE);
      List<String> lines = fixture.text(recording).lines().toList();
      int lastKept = Integer.parseInt(lines.getLast());
      assertThat(shownAt.getLast() - shownAt.get(lastKept)).isLessThan(1000);
    }
  }

  /** As the kill has left it, with nothing repaired. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whatAKilledProcessRecordedIsPlayedByAsciinema(@TempDir Path scratch)
      throws IOException, InterruptedException {
    killed();
    Path cast;
    try (Stream<Path> files = Files.list(directory)) {
      cast = files.filter(file -> file.toString().endsWith(".cast")).findFirst().orElseThrow();
    }
    byte[] played = AsciinemaTest.cat(cast, scratch);
    try (RecordingFixture fixture = new RecordingFixture(directory)) {
      Recording recording = fixture.recordings.list("ada", "").getFirst();
      assertThat(fixture.output(recording)).isEqualTo(played);
      assertThat(fixture.text(recording)).contains("0\r\n1\r\n2\r\n");
    }
  }
}
