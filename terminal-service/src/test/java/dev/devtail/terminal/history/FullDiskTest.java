package dev.devtail.terminal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.devtail.terminal.domain.AttachRequest;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.TerminalLimits;
import dev.devtail.terminal.domain.ViewerId;
import dev.devtail.terminal.domain.ViewerRole;
import dev.devtail.terminal.testing.LogLines;
import dev.devtail.terminal.testing.RecordingSink;
import dev.devtail.terminal.testing.SmallDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Histories on a disk that is really full. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

  private static final int DISK_BYTES = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  private static byte[] printed(long seed, int bytes) {
    byte[] text = new byte[bytes];
    Random random = new Random(seed);
    for (int i = 0; i < bytes; i++) {
      text[i] = (byte) (i % 80 == 79 ? '\n' : 'a' + random.nextInt(26));
    }
    return text;
  }

  private static RecordingSink watch(Terminal terminal) {
    RecordingSink viewer = new RecordingSink();
    terminal.attach(
        new AttachRequest(
            new ViewerId(1, 1),
            1,
            ViewerRole.READ_WRITE,
            HistoryFixture.SIZE,
            null,
            16 << 20,
            TerminalLimits.DEFAULT_SCREEN_BYTES),
        viewer);
    return viewer;
  }

  private static long end(HistoryFixture run) {
    return run.history("t1").read(0, 1).end();
  }

  @Test
  void whatFindsNoRoomIsAGapThatIsToldOnceAndAllElseIsThere() {
    byte[] before = printed(1, 300_000);
    byte[] lost = printed(2, 2_000_000);
    try (SmallDisk disk = SmallDisk.mount(directory, DISK_BYTES);
        LogLines log = new LogLines(LifeWriter.class)) {
      Path home = disk.directory().resolve("history");
      StringBuilder shown = new StringBuilder();
      long keptFrom;
      try (HistoryFixture run = new HistoryFixture(home)) {
        Terminal terminal = run.terminal("t1");
        RecordingSink viewer = watch(terminal);
        run.show(terminal, before);
        run.settle();
        await().until(() -> end(run) == before.length);

        disk.fill();
        run.show(terminal, lost);
        run.settle();
        await().atMost(PATIENCE).until(() -> run.histories.lostBytes() > lost.length / 2);
        assertThat(log.at(Level.WARN)).hasSize(1);
        assertThat(viewer.output.size()).isEqualTo(before.length + lost.length);

        disk.free();
        shown.append(text(before)).append(text(lost));
        // It tries again after a while.
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  run.show(terminal, "again\n");
                  shown.append("again\n");
                  run.settle();
                  return end(run) > before.length + lost.length;
                });
        keptFrom = shown.length();
        run.show(terminal, "last words\n");
        shown.append("last words\n");
        run.settle();
        await().until(() -> end(run) == shown.length());
        assertThat(log.at(Level.WARN)).hasSize(1);
        assertThat(log.at(Level.INFO)).singleElement().asString().contains("goes on");
        assertThat(viewer.output.toString(StandardCharsets.UTF_8)).isEqualTo(shown.toString());
        terminal.onExit(new dev.devtail.terminal.domain.Exit(0, 0));
        terminal.onDrained();
      }
      try (HistoryFixture run = new HistoryFixture(home)) {
        assertTrueToWhatWasShown(run, shown.toString());
        assertThat(run.history("t1").read(keptFrom, 100).payload())
            .isEqualTo("last words\n".getBytes(StandardCharsets.UTF_8));
        assertThat(run.histories.past().getFirst().exit()).isNotNull();
      }
    }
  }

  /** Each byte is right, what is missing is stated, and the first bytes are there. */
  private static void assertTrueToWhatWasShown(HistoryFixture run, String shown) {
    byte[] all = shown.getBytes(StandardCharsets.UTF_8);
    long next = 0;
    long gaps = 0;
    for (HistoryPart part : HistoryFixture.parts(run.history("t1"), 0, 50_000)) {
      assertThat(part.offset()).isEqualTo(next + part.gap());
      gaps += part.gap();
      int from = (int) part.offset();
      assertThat(part.payload())
          .isEqualTo(Arrays.copyOfRange(all, from, from + part.payload().length));
      next = part.offset() + part.payload().length;
    }
    assertThat(next).isEqualTo(all.length);
    assertThat(gaps).isBetween(1L, all.length - 300_000L);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
