package dev.devtail.terminal.recording;

import java.time.Instant;
import java.util.Objects;

/**
 * What is known of a recording; also the content of the JSON file beside it.
 *
 * @param name the terminal's when it began
 * @param durationMillis time of its last event
 * @param sizeBytes of its file
 */
public record Recording(
    String id,
    String terminalId,
    String sessionId,
    String owner,
    String name,
    Instant startedAt,
    State state,
    long durationMillis,
    long sizeBytes) {

  /**
   * @throws NullPointerException if something is missing, as in a file that is none of ours
   */
  public Recording {
    Objects.requireNonNull(id);
    Objects.requireNonNull(terminalId);
    Objects.requireNonNull(sessionId);
    Objects.requireNonNull(owner);
    Objects.requireNonNull(name);
    Objects.requireNonNull(startedAt);
    Objects.requireNonNull(state);
  }

  /** Whether it grows, and if not, why. */
  public enum State {
    /** It grows. */
    RUNNING,
    /** It was stopped, its terminal or the service ended. */
    COMPLETE,
    /** The terminal wrote faster than the disk takes it: what came later is missing. */
    OVERRUN,
    /** The disk was full or failed: what came later is missing. */
    DISK_FAILED,
    /** It alone is as long as all recordings may be together. */
    TOO_LONG
  }

  public boolean running() {
    return state == State.RUNNING;
  }

  Recording with(State newState, long newDurationMillis, long newSizeBytes) {
    return new Recording(
        id,
        terminalId,
        sessionId,
        owner,
        name,
        startedAt,
        newState,
        newDurationMillis,
        newSizeBytes);
  }
}
