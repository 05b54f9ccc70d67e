package dev.devtail.terminal.testing;

import dev.devtail.terminal.recording.Recording;
import dev.devtail.terminal.recording.RecordingJournal;

/** Writes nothing down. */
public final class SilentJournal implements RecordingJournal {

  @Override
  public void started(Recording recording) {}

  @Override
  public void stopped(Recording recording) {}
}
