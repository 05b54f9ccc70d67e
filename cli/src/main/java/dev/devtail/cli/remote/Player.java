package dev.devtail.cli.remote;

import dev.devtail.protocol.v1.Recording;
import dev.devtail.protocol.v1.RecordingMoment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import org.jline.terminal.Attributes;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays a recording in the local terminal, on one thread: while it waits for the next event it
 * reads the keyboard. To go to another time the service is asked for the screen then.
 */
final class Player {

  /** What a key asks for. */
  enum Key {
    NONE,
    PAUSE,
    BACK,
    ON,
    SLOWER,
    FASTER,
    QUIT
  }

  private static final Duration STEP = Duration.ofSeconds(5);

  /** The keyboard is looked at this often even if there is no time to wait. */
  private static final long KEYS_NANOS = 50_000_000;

  /** How long the rest of an arrow key may take, in milliseconds. */
  private static final long SEQUENCE_MILLIS = 50;

  private static final long PAUSED_MILLIS = 1000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int ESCAPE = 27;
  private static final int CTRL_C = 3;
  private static final DecimalFormat SPEED =
      new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private record Event(long timeMillis, String kind, String data) {}

  private final org.jline.terminal.Terminal local;
  private final Recordings recordings;
  private final Recording recording;
  private final Pace pace;
  private final NonBlockingReader keys;
  private final PlaybackFilter filter = new PlaybackFilter();

  private BufferedReader lines = new BufferedReader(Reader.nullReader());
  private long keysReadAt;

  Player(org.jline.terminal.Terminal local, Recordings recordings, Recording recording, Pace pace) {
    this.local = local;
    this.keys = local.reader();
    this.recordings = recordings;
    this.recording = recording;
    this.pace = pace;
  }

  /** Plays from a time on, until the end or the user's. */
  void play(Duration from) throws IOException {
    Attributes before = local.enterRawMode();
    try {
      seek(from.toMillis());
      run();
    } finally {
      write(LocalTerminal.LEAVE + "\r\n");
      local.setAttributes(before);
    }
  }

  private void run() throws IOException {
    for (Event next = read(); next != null; next = read()) {
      switch (waitFor(next)) {
        case BACK -> seek(pace.millis() - STEP.toMillis());
        case ON -> seek(pace.millis() + STEP.toMillis());
        case QUIT -> {
          return;
        }
        case NONE, PAUSE, SLOWER, FASTER -> {
          pace.shown(next.timeMillis());
          if (next.kind().equals("o")) {
            write(filter.take(next.data()));
          }
        }
      }
    }
  }

  /** Waits until an event is due; returns NONE then, or the key that leads elsewhere. */
  private Key waitFor(Event event) throws IOException {
    while (true) {
      long nanos = pace.nanosUntil(event.timeMillis());
      boolean due = pace.isRunning() && nanos <= 0;
      long now = System.nanoTime();
      if (due && now - keysReadAt < KEYS_NANOS) {
        return Key.NONE;
      }
      keysReadAt = now;
      long waitMillis = pace.isRunning() ? Math.max(1, nanos / NANOS_PER_MILLI) : PAUSED_MILLIS;
      Key key = key(waitMillis);
      switch (key) {
        case BACK, ON, QUIT -> {
          return key;
        }
        case PAUSE -> pace.toggle();
        case SLOWER -> pace.slower();
        case FASTER -> pace.faster();
        case NONE -> {
          if (due) {
            return Key.NONE;
          }
        }
      }
      if (key != Key.NONE) {
        tell();
      }
    }
  }

  /** Says in the window's title how it plays: the screen belongs to the recording. */
  private void tell() {
    write(
        "\033]2;devtail: %s %s, %s times as fast\007"
            .formatted(
                pace.isRunning() ? "playing from" : "paused at",
                RecordingsListCommand.time(pace.millis()),
                SPEED.format(pace.speed())));
  }

  private void seek(long timeMillis) {
    RecordingMoment moment = recordings.seek(recording, Duration.ofMillis(Math.max(0, timeMillis)));
    // Between two events the screen is that of the first.
    pace.moveTo(Math.max(moment.getTimeMs(), Math.min(timeMillis, recording.getDurationMs())));
    filter.restart();
    write(LocalTerminal.CLEAR + "\033[3J" + filter.take(moment.getScreen().toStringUtf8()));
    lines =
        new BufferedReader(
            new InputStreamReader(
                recordings.read(recording, moment.getOffset()), StandardCharsets.UTF_8));
  }

  private @Nullable Event read() throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("[")) {
        JsonNode event = MAPPER.readTree(line);
        return new Event(
            Math.round(event.get(0).asDouble() * 1000),
            event.get(1).asString(),
            event.get(2).asString());
      }
    }
    return null;
  }

  private void write(String text) {
    try {
      local.output().write(text.getBytes(StandardCharsets.UTF_8));
      local.output().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The local terminal is gone", e);
    }
  }

  /** The next key, or NONE if none comes in time or it means nothing. */
  private Key key(long withinMillis) throws IOException {
    return switch (keys.read(withinMillis)) {
      case ' ' -> Key.PAUSE;
      case '<' -> Key.SLOWER;
      case '>' -> Key.FASTER;
      // At the end of the input nobody could end it later.
      case 'q', CTRL_C, NonBlockingReader.EOF -> Key.QUIT;
      case ESCAPE -> arrow();
      default -> Key.NONE;
    };
  }

  private Key arrow() throws IOException {
    int introducer = keys.read(SEQUENCE_MILLIS);
    if (introducer != '[' && introducer != 'O') {
      return Key.NONE;
    }
    return switch (keys.read(SEQUENCE_MILLIS)) {
      case 'C' -> Key.ON;
      case 'D' -> Key.BACK;
      default -> Key.NONE;
    };
  }
}
