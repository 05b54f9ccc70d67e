package dev.devtail.cli.remote;

import dev.devtail.protocol.v1.Recording;
import dev.devtail.protocol.v1.RecordingMoment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays a recording in the local terminal. One thread plays, one reads the keyboard. To go to
 * another time the service is asked for the screen then.
 */
final class Player {

  /** What a key asks for. */
  enum Key {
    PAUSE,
    BACK,
    ON,
    QUIT
  }

  private static final Duration STEP = Duration.ofSeconds(5);

  /** Keys that may wait while the screen is drawn; more are dropped. */
  private static final int MAX_KEYS = 16;

  private static final int ESCAPE = 27;
  private static final int CTRL_C = 3;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private record Event(long timeMillis, String kind, String data) {}

  private final org.jline.terminal.Terminal local;
  private final Recordings recordings;
  private final Recording recording;
  private final Pace pace;
  private final BlockingQueue<Key> keys = new ArrayBlockingQueue<>(MAX_KEYS);

  private BufferedReader lines = new BufferedReader(Reader.nullReader());
  private long nowMillis;
  private boolean paused;

  Player(org.jline.terminal.Terminal local, Recordings recordings, Recording recording, Pace pace) {
    this.local = local;
    this.recordings = recordings;
    this.recording = recording;
    this.pace = pace;
  }

  /** Plays from a time on, until the end or the user's. */
  void play(Duration from) throws IOException {
    Attributes before = local.enterRawMode();
    Thread keyboard = Thread.ofPlatform().daemon().name("devtail-keyboard").start(this::readKeys);
    try {
      seek(from.toMillis());
      run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      keyboard.interrupt();
      write(LocalTerminal.LEAVE + "\r\n");
      local.setAttributes(before);
    }
  }

  private void run() throws IOException, InterruptedException {
    Event next = read();
    while (next != null) {
      long due = System.nanoTime() + pace.nanosBetween(nowMillis, next.timeMillis());
      Key key = waitUntil(due);
      if (key == Key.QUIT) {
        return;
      }
      if (key == null) {
        nowMillis = next.timeMillis();
        if (next.kind().equals("o")) {
          write(next.data());
        }
      } else {
        seek(nowMillis + (key == Key.ON ? STEP.toMillis() : -STEP.toMillis()));
      }
      next = read();
    }
  }

  /** Returns null once it is time, or the key that says otherwise. */
  private @Nullable Key waitUntil(long due) throws InterruptedException {
    long rest = due - System.nanoTime();
    while (true) {
      Key key = paused ? keys.take() : keys.poll(Math.max(0, rest), TimeUnit.NANOSECONDS);
      if (key != Key.PAUSE) {
        return key;
      }
      paused = !paused;
      if (paused) {
        rest = due - System.nanoTime();
      }
    }
  }

  private void seek(long timeMillis) {
    RecordingMoment moment = recordings.seek(recording, Duration.ofMillis(Math.max(0, timeMillis)));
    // Between two events the screen is that of the first.
    nowMillis = Math.max(moment.getTimeMs(), Math.min(timeMillis, recording.getDurationMs()));
    write(LocalTerminal.CLEAR + "\033[3J" + moment.getScreen().toStringUtf8());
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

  private void readKeys() {
    try {
      for (int key = local.input().read(); key >= 0; key = local.input().read()) {
        Key meant =
            switch (key) {
              case ' ' -> Key.PAUSE;
              case 'q', CTRL_C -> Key.QUIT;
              case ESCAPE -> arrow();
              default -> null;
            };
        if (meant != null) {
          keys.offer(meant);
        }
      }
      keys.offer(Key.QUIT);
    } catch (IOException gone) {
      keys.offer(Key.QUIT);
    }
  }

  private @Nullable Key arrow() throws IOException {
    int introducer = local.input().read();
    if (introducer != '[' && introducer != 'O') {
      return null;
    }
    return switch (local.input().read()) {
      case 'C' -> Key.ON;
      case 'D' -> Key.BACK;
      default -> null;
    };
  }
}
