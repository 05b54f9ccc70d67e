package dev.devtail.terminal.recording;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.screen.Screen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs a recording through a screen, up to a time. */
final class Replay {

  /** Largest dump of a screen that is given away, in bytes. */
  static final int MAX_SCREEN_BYTES = 1 << 20;

  private static final int SCROLLBACK_LINES = 1000;
  private static final Pattern HEADER_SIZE =
      Pattern.compile("\"width\": ?(\\d{1,4}), ?\"height\": ?(\\d{1,4})");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,4})x(\\d{1,4})");
  private static final WindowSize DEFAULT_SIZE = new WindowSize(80, 24);

  private Replay() {}

  /**
   * @throws Fault RESOURCE_EXHAUSTED if the screen takes more than {@link #MAX_SCREEN_BYTES} even
   *     without what scrolled out of it
   */
  static Moment upTo(Path file, long timeMillis) throws IOException {
    Moment moment = run(file, timeMillis);
    if (moment.screen().length > MAX_SCREEN_BYTES) {
      throw new Fault(
          FaultCode.RESOURCE_EXHAUSTED,
          "The screen at this moment is larger than 1 MiB; play from an earlier one.");
    }
    return moment;
  }

  private static Moment run(Path file, long timeMillis) throws IOException {
    Screen screen = new Screen(DEFAULT_SIZE.columns(), DEFAULT_SIZE.rows(), SCROLLBACK_LINES);
    try (CastReader reader = new CastReader(file, 0)) {
      while (reader.hasNext() && reader.nextTimeMillis() <= timeMillis) {
        switch (reader.next()) {
          case HEADER -> resize(screen, HEADER_SIZE, reader);
          case OUTPUT -> screen.write(reader.data(), 0, reader.length());
          case RESIZE -> resize(screen, SIZE, reader);
          case OTHER -> {}
        }
      }
      return new Moment(
          reader.timeMillis(),
          reader.offset(),
          new WindowSize(screen.columns(), screen.rows()),
          screen.dump(MAX_SCREEN_BYTES));
    }
  }

  private static void resize(Screen screen, Pattern pattern, CastReader reader) {
    Matcher size =
        pattern.matcher(new String(reader.data(), 0, reader.length(), StandardCharsets.UTF_8));
    if (size.find()) {
      screen.resize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
    }
  }
}
