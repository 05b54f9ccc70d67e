package dev.devtail.terminal.recording;

import dev.devtail.terminal.domain.TerminalLoop;
import dev.devtail.terminal.domain.TerminalRecorder;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.recording.Recording.State;
import dev.devtail.terminal.writing.BackgroundWriter;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A recording that runs: hands what the terminal shows, with the time, to the writer's queue. Its
 * terminal's loop calls it; the writer's thread tells it what became of the file.
 */
final class RunningRecording implements TerminalRecorder {

  private final Recording begun;
  private final TerminalLoop loop;
  private final long begunNanos;
  private final RecordingWriter writer;

  private final CompletableFuture<Recording> opened = new CompletableFuture<>();
  private final CompletableFuture<Recording> closed = new CompletableFuture<>();
  private volatile Recording now;

  /** On the loop: nothing more is handed over. */
  private boolean ended;

  RunningRecording(
      Recording begun, TerminalLoop loop, RecordingWriter.Shelf shelf, BackgroundWriter writer) {
    this.begun = begun;
    this.now = begun;
    this.loop = loop;
    this.begunNanos = loop.nanoTime();
    this.writer = new RecordingWriter(this, shelf, writer);
  }

  /** As far as it is in its file. */
  Recording now() {
    return now;
  }

  /** Completes once the file is there. */
  CompletableFuture<Recording> opened() {
    return opened;
  }

  /** Completes once the last byte is in the file, or never will be. */
  CompletableFuture<Recording> closed() {
    return closed;
  }

  // ---- on the terminal's loop

  @Override
  public void onScreen(WindowSize size, byte[] dump) {
    writer.begin(size);
    orGiveUp(writer.output(millis(), dump));
  }

  @Override
  public void onOutput(byte[] buffer, int length) {
    if (!ended) {
      orGiveUp(writer.output(millis(), Arrays.copyOf(buffer, length)));
    }
  }

  @Override
  public void onResize(WindowSize size) {
    if (!ended) {
      orGiveUp(writer.resize(millis(), size));
    }
  }

  @Override
  public void onEnd() {
    end(State.COMPLETE);
  }

  private void orGiveUp(boolean taken) {
    if (!taken) {
      end(State.OVERRUN);
    }
  }

  private void end(State how) {
    if (!ended) {
      ended = true;
      writer.end(how);
    }
  }

  /** Since it began, however the clock was set meanwhile. */
  private long millis() {
    return TimeUnit.NANOSECONDS.toMillis(loop.nanoTime() - begunNanos);
  }

  // ---- on the writer's thread

  void onWritten(long durationMillis, long sizeBytes) {
    now = begun.with(State.RUNNING, durationMillis, sizeBytes);
    opened.complete(now);
  }

  void onClosed(Recording last) {
    now = last;
    opened.complete(last);
    closed.complete(last);
  }
}
