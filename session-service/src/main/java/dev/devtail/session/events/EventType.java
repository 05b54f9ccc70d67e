package dev.devtail.session.events;

/** What can happen in a session. Kept by name: names do not change. */
public enum EventType {
  /** Written by a later version of DevTail. */
  UNKNOWN,
  SESSION_CREATED,
  SESSION_UPDATED,
  SESSION_DELETED,
  TERMINAL_STARTED,
  TERMINAL_ENDED,
  RECORDING_STARTED,
  RECORDING_STOPPED,
  AGENT_RUN_STARTED,
  AGENT_STEP_STARTED,
  AGENT_STEP_ENDED,
  AGENT_RUN_ENDED
}
