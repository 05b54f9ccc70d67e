package dev.devtail.terminal.recording;

import static dev.devtail.terminal.recording.RecordingFixture.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.domain.AttachRequest;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.TerminalLimits;
import dev.devtail.terminal.domain.ViewerId;
import dev.devtail.terminal.domain.ViewerRole;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.recording.Recording.State;
import dev.devtail.terminal.testing.LogLines;
import dev.devtail.terminal.testing.RecordingSink;
import dev.devtail.terminal.testing.SmallDisk;
import dev.devtail.terminal.text.SearchQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Recordings on a disk that is really full. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

  private static final int DISK_BYTES = 1 << 20;

  @TempDir Path directory;
  private SmallDisk disk;
  private RecordingFixture fixture;

  @BeforeEach
  void mount() {
    disk = SmallDisk.mount(directory, DISK_BYTES);
    fixture = new RecordingFixture(home());
  }

  @AfterEach
  void unmount() {
    if (fixture != null) {
      fixture.close();
      disk.close();
    }
  }

  private Path home() {
    return disk.directory().resolve("recordings");
  }

  private static RecordingSink watch(Terminal terminal) {
    RecordingSink viewer = new RecordingSink();
    terminal.attach(
        new AttachRequest(
            new ViewerId(1, 1),
            1,
            ViewerRole.READ_WRITE,
            new WindowSize(80, 24),
            null,
            16 << 20,
            TerminalLimits.DEFAULT_SCREEN_BYTES),
        viewer);
    return viewer;
  }

  private void awaitNotRecorded(Terminal terminal) {
    await()
        .until(
            () -> {
              fixture.loop.run();
              return !terminal.info().recording();
            });
  }

  @Test
  void theRecordingEndsWithItsLastWholeLineAndNobodyElseIsTouched() throws IOException {
    Terminal terminal = fixture.terminal("ada");
    RecordingSink viewer = watch(terminal);
    Recording started = fixture.start(terminal);
    StringBuilder shown = new StringBuilder();
    try (LogLines log = new LogLines(RecordingWriter.class)) {
      disk.fill();
      for (int i = 0; i < 200; i++) {
        fixture.loop.advance(Duration.ofMillis(10));
        String piece = "piece %d %s\r\n".formatted(i, "x".repeat(1000));
        shown.append(piece);
        show(terminal, piece);
      }
      awaitNotRecorded(terminal);
      assertThat(log.at(Level.WARN)).singleElement().asString().contains(started.id());
    }
    assertThat(viewer.output.toString(StandardCharsets.UTF_8)).isEqualTo(shown.toString());

    Recording ended = fixture.recordings.get(started.id(), "ada");
    assertThat(ended.state()).isEqualTo(State.DISK_FAILED);
    byte[] file = Files.readAllBytes(fixture.files.cast(ended.id()));
    assertThat(file).hasSize((int) ended.sizeBytes()).endsWith('\n');
    assertThat(fixture.recordings.seek(ended, Long.MAX_VALUE).timeMillis())
        .isEqualTo(ended.durationMillis());
    String text = fixture.text(ended);
    assertThat(shown.toString()).startsWith(text.substring(text.indexOf("piece")));
    assertThat(text).contains("piece 0 ");
  }

  @Test
  void thereIsAnotherOneWhenThereIsRoomAgain() {
    Terminal terminal = fixture.terminal("ada");
    fixture.recorded("ada", "straw");
    fixture.recordings.catchUpIndex();
    Recording failed = fixture.start(terminal);
    disk.fill();
    show(terminal, "x".repeat(DISK_BYTES));
    awaitNotRecorded(terminal);
    assertThatThrownBy(() -> fixture.start(terminal))
        .hasMessageContaining("whether the disk is full")
        .extracting("code")
        .isEqualTo(FaultCode.UNAVAILABLE);
    awaitNotRecorded(terminal);

    disk.free();
    Recording again = fixture.start(terminal);
    show(terminal, "needle\r\n");
    assertThat(fixture.stop(terminal).state()).isEqualTo(State.COMPLETE);
    assertThat(fixture.text(again)).endsWith("needle\r\n");
    fixture.recordings.retain();
    fixture.close();
    fixture = new RecordingFixture(home());
    assertThat(fixture.recordings.get(failed.id(), "ada").state()).isEqualTo(State.DISK_FAILED);
    assertThat(fixture.recordings.list("ada", "")).hasSize(3);
  }

  @Test
  void theIndexIsWholeAgainWhenThereIsRoom() {
    fixture.recorded("ada", "first needle\r\n");
    disk.fill();
    tryToIndex();
    Recording second = fixture.recordings.list("ada", "").getFirst();
    assertThat(second.state()).isEqualTo(State.COMPLETE);
    disk.free();
    fixture.recorded("ada", "second needle\r\n");
    fixture.loop.advance(Duration.ofMinutes(2));
    fixture.recordings.catchUpIndex();
    assertThat(found("needle")).containsExactly("second needle", "first needle");
  }

  private void tryToIndex() {
    assertThatThrownBy(() -> fixture.recordings.catchUpIndex()).isNotNull();
  }

  private List<String> found(String word) {
    return fixture.recordings.search("ada", new SearchQuery(word), 10).stream()
        .map(found -> found.line().text())
        .toList();
  }
}
