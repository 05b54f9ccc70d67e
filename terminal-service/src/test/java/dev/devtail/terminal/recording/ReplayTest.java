package dev.devtail.terminal.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.terminal.domain.AttachRequest;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.TerminalLimits;
import dev.devtail.terminal.domain.ViewerId;
import dev.devtail.terminal.domain.ViewerRole;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.screen.Screen;
import dev.devtail.terminal.testing.RecordingSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

  @TempDir Path directory;
  private RecordingFixture fixture;

  @BeforeEach
  void open() {
    fixture = new RecordingFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static byte[] screen(int columns, int rows, String text) {
    Screen screen = new Screen(columns, rows, 1000);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    screen.write(bytes, 0, bytes.length);
    return screen.dump();
  }

  @Test
  void screenIsAsItWasThen() {
    Recording recording = fixture.recorded("ada", "one\r\n", "\033[1mtwo\r\n", "three");
    Moment moment = fixture.recordings.seek(recording, 2500);
    assertThat(moment.timeMillis()).isEqualTo(2000);
    assertThat(moment.size()).isEqualTo(new WindowSize(80, 24));
    assertThat(moment.screen()).isEqualTo(screen(80, 24, "one\r\n\033[1mtwo\r\n"));
    byte[] rest = fixture.recordings.read(recording, moment.offset(), Recordings.MAX_PART_BYTES);
    assertThat(new String(rest, StandardCharsets.UTF_8)).isEqualTo("[3.000, \"o\", \"three\"]\n");
  }

  @Test
  void beginningAndEndAreMomentsToo() {
    Recording recording = fixture.recorded("ada", "one");
    assertThat(fixture.recordings.seek(recording, 0).timeMillis()).isZero();
    Moment end = fixture.recordings.seek(recording, Long.MAX_VALUE);
    assertThat(end.screen()).isEqualTo(screen(80, 24, "one"));
    assertThat(end.offset()).isEqualTo(recording.sizeBytes());
  }

  @Test
  void sizeIsThatOfTheMoment() {
    Terminal terminal = fixture.terminal("ada");
    fixture.start(terminal);
    fixture.loop.advance(Duration.ofSeconds(1));
    terminal.attach(
        new AttachRequest(
            new ViewerId(1, 1),
            1,
            ViewerRole.READ_WRITE,
            new WindowSize(100, 30),
            null,
            1000,
            TerminalLimits.DEFAULT_SCREEN_BYTES),
        new RecordingSink());
    RecordingFixture.show(terminal, "wide");
    Recording recording = fixture.stop(terminal);
    assertThat(fixture.recordings.seek(recording, 500).size()).isEqualTo(new WindowSize(80, 24));
    Moment moment = fixture.recordings.seek(recording, 1000);
    assertThat(moment.size()).isEqualTo(new WindowSize(100, 30));
    assertThat(moment.screen()).isEqualTo(screen(100, 30, "wide"));
  }
}
