package dev.devtail.terminal.recording;

/** Where it is written down that recordings begin and end. Returns at once; on any thread. */
public interface RecordingJournal {

  void started(Recording recording);

  /** Of one that was said to have started, once its terminal is no longer recorded. */
  void stopped(Recording recording);
}
