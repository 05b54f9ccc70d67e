package dev.devtail.terminal.grpc;

import dev.devtail.protocol.v1.Recording;

/** Recordings in the protocol's words. */
final class RecordingMessages {

  private RecordingMessages() {}

  static Recording toMessage(dev.devtail.terminal.recording.Recording recording) {
    return Recording.newBuilder()
        .setId(recording.id())
        .setTerminalId(recording.terminalId())
        .setSessionId(recording.sessionId())
        .setName(recording.name())
        .setStartedAt(TerminalMessages.toMessage(recording.startedAt()))
        .setDurationMs(recording.durationMillis())
        .setSizeBytes(recording.sizeBytes())
        .setRunning(recording.running())
        .build();
  }
}
