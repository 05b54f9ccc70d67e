package dev.devtail.gateway.rest;

import dev.devtail.protocol.v1.Recording;
import dev.devtail.protocol.v1.RecordingHit;
import java.time.Instant;

/** A recording, as JSON has it, here and on the command line. */
public record RecordingView(
    String id,
    String terminalId,
    String sessionId,
    String name,
    Instant startedAt,
    long durationMs,
    long sizeBytes,
    boolean running) {

  public static RecordingView of(Recording recording) {
    return new RecordingView(
        recording.getId(),
        recording.getTerminalId(),
        recording.getSessionId(),
        recording.getName(),
        Times.instant(recording.getStartedAt()),
        recording.getDurationMs(),
        recording.getSizeBytes(),
        recording.getRunning());
  }

  /**
   * A line that was found.
   *
   * @param timeMs when it was on the screen, from the recording's start
   */
  public record Hit(RecordingView recording, long timeMs, String line) {

    public static Hit of(RecordingHit hit) {
      return new Hit(RecordingView.of(hit.getRecording()), hit.getTimeMs(), hit.getLine());
    }
  }
}
