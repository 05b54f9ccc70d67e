package dev.devtail.terminal.recording;

import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.recording.Recording.State;
import dev.devtail.terminal.writing.BackgroundWriter;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one recording's file, on the writer's thread. A queue that is full ends the recording, and
 * nothing else.
 */
final class RecordingWriter implements BackgroundWriter.Client {

  private static final Logger log = LoggerFactory.getLogger(RecordingWriter.class);

  /** Where the writer finds the file, and who is told of the end. */
  interface Shelf {

    /** A new file for the recording. */
    WritableByteChannel create(Recording recording) throws IOException;

    /** Environment to note in the file's header. */
    Map<String, String> environment();

    /** A recording that becomes larger, in bytes, is ended. */
    long maxFileBytes();

    /** The recording is over; called on the writer's thread, before anybody else is told. */
    void closed(Recording last);
  }

  private final RunningRecording recording;
  private final Shelf shelf;
  private final BackgroundWriter.Lane lane;
  private @Nullable CastFile file;

  RecordingWriter(RunningRecording recording, Shelf shelf, BackgroundWriter writer) {
    this.recording = recording;
    this.shelf = shelf;
    this.lane = writer.lane(this);
  }

  // ---- from any thread

  void begin(WindowSize size) {
    lane.insist(() -> open(size));
  }

  /**
   * @return whether there is room for it
   */
  boolean output(long millis, byte[] shown) {
    return lane.offer(shown.length, () -> append(open -> open.output(millis, shown)));
  }

  /**
   * @return whether there is room for it
   */
  boolean resize(long millis, WindowSize size) {
    return lane.offer(0, () -> append(open -> open.resize(millis, size)));
  }

  void end(State how) {
    lane.insist(() -> close(how));
  }

  // ---- on the writer's thread

  @FunctionalInterface
  private interface Writing {
    void to(CastFile file) throws IOException;
  }

  private void open(WindowSize size) throws IOException {
    Recording begun = recording.now();
    CastFile opened = new CastFile(shelf.create(begun));
    file = opened;
    opened.header(size, begun.startedAt(), begun.name(), shelf.environment());
    opened.flush();
    recording.onWritten(0, opened.writtenBytes());
  }

  /** Does nothing behind the end of the recording. */
  private void append(Writing writing) throws IOException {
    CastFile open = file;
    if (open != null) {
      writing.to(open);
      if (open.writtenBytes() > shelf.maxFileBytes()) {
        close(State.TOO_LONG);
      }
    }
  }

  @Override
  public void flush() throws IOException {
    CastFile open = file;
    if (open != null) {
      open.flush();
      recording.onWritten(open.durationMillis(), open.writtenBytes());
    }
  }

  @Override
  public void onFailure(IOException failure) {
    log.warn("recording failed id={} cause={}", recording.now().id(), failure.toString());
    close(State.DISK_FAILED);
  }

  @Override
  public void onClosing() {
    close(State.COMPLETE);
  }

  private void close(State how) {
    CastFile open = file;
    file = null;
    lane.end();
    State state = how;
    Recording last = recording.now();
    if (open != null) {
      try {
        open.close();
      } catch (IOException failure) {
        log.warn("recording failed id={} cause={}", last.id(), failure.toString());
        state = State.DISK_FAILED;
      }
      last = last.with(state, open.durationMillis(), open.writtenBytes());
    } else {
      last = last.with(state, 0, 0);
    }
    if (!recording.closed().isDone()) {
      log.info("recording ended id={} terminal={} state={}", last.id(), last.terminalId(), state);
      shelf.closed(last);
      recording.onClosed(last);
    }
  }
}
