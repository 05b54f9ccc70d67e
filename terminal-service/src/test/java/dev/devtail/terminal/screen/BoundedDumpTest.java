package dev.devtail.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a viewer is given that cannot hold all of a screen. */
class BoundedDumpTest {

  private static final int STREAMS = Integer.getInteger("devtail.screen.streams", 300);
  private static final int FIRST_SEED = Integer.getInteger("devtail.screen.seed", 1);
  private static final int SCROLLBACK = 60;
  private static final byte[] RESTORE_CURSOR = {27, '8'};

  private static Screen drawn(int columns, int rows, int scrollback, byte[] stream) {
    Screen screen = new Screen(columns, rows, scrollback);
    screen.write(stream, 0, stream.length);
    return screen;
  }

  /** Where the saved cursor is counts from the oldest line, which is another one. */
  private static String withoutSavedLine(Screen screen) {
    return Canonical.of(screen).replaceAll("(\"saved\":\\{\"x\":\\d+,\"y\":)-?\\d+", "$1");
  }

  private static int lines(Screen screen) {
    return screen.terminal().main.scrollback().size();
  }

  /** Whatever the bound, it is as if the oldest lines had never been kept. */
  @Test
  void drawsTheSameScreenBelowTheNewestLines() {
    int cut = 0;
    for (int seed = FIRST_SEED; seed < FIRST_SEED + STREAMS; seed++) {
      Random random = new Random(seed);
      int columns = 2 + random.nextInt(22);
      // In one of one row not everything can be drawn, see Screen.dump.
      int rows = 2 + random.nextInt(7);
      Screen screen =
          drawn(
              columns,
              rows,
              SCROLLBACK,
              Streams.random(random, columns, rows, 200 + random.nextInt(200)));
      byte[] whole = screen.dump();
      for (int i = 0; i < 4; i++) {
        int bound = random.nextInt(whole.length + 1);
        byte[] dump = screen.dump(bound);
        String name = "seed " + seed + ", at most " + bound + " of " + whole.length + " bytes";
        Screen viewer = drawn(columns, rows, SCROLLBACK, dump);
        int kept = lines(viewer);
        assertThat(dump.length <= bound || kept == 0).as(name).isTrue();
        assertThat(withoutSavedLine(viewer))
            .as(name)
            .isEqualTo(withoutSavedLine(drawn(columns, rows, kept, whole)));
        Screen full = drawn(columns, rows, SCROLLBACK, whole);
        cut += kept < lines(full) ? 1 : 0;
        for (Screen each : new Screen[] {viewer, full}) {
          each.write(RESTORE_CURSOR, 0, RESTORE_CURSOR.length);
        }
        Buffer active = viewer.terminal().active;
        assertThat(active.x).as(name).isEqualTo(full.terminal().active.x);
        assertThat(active.y).as(name).isEqualTo(full.terminal().active.y);
      }
    }
    assertThat(cut).isGreaterThan(STREAMS);
  }

  /** What all lines share, as a link, is told once, and counts however many are left. */
  @ParameterizedTest
  @ValueSource(strings = {"", "\033[38;2;1;2;3m", "\033]8;;http://%s\007"})
  void takesAsManyLinesAsThereIsRoomFor(String style) {
    int lineBytes = 100;
    int bound = 64 * 1024;
    String text =
        style.formatted("x".repeat(1500)) + ("y".repeat(lineBytes - 2) + "\r\n").repeat(1_000);
    Screen screen = drawn(lineBytes, 24, 1_000, text.getBytes(StandardCharsets.UTF_8));

    assertThat(screen.dump(bound).length).isBetween(bound - 40 * lineBytes, bound);
    assertThat(screen.dump(200_000)).isEqualTo(screen.dump());
  }

  @Test
  void drawsTheScreenItselfHoweverLargeItIs() {
    String text = ("z".repeat(79) + "\r\n").repeat(500);
    Screen screen = drawn(80, 24, 1_000, text.getBytes(StandardCharsets.UTF_8));
    byte[] dump = screen.dump(1);

    Screen viewer = drawn(80, 24, 1_000, dump);
    assertThat(lines(viewer)).isZero();
    assertThat(new String(dump, StandardCharsets.UTF_8)).contains("z".repeat(79));
    assertThat(viewer.terminal().main.y).isEqualTo(23);
  }
}
