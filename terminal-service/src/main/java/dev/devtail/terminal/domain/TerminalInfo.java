package dev.devtail.terminal.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a terminal at one moment. */
public record TerminalInfo(
    TerminalId id,
    long incarnation,
    String owner,
    String sessionId,
    String name,
    List<String> command,
    String directory,
    WindowSize size,
    SizePolicy sizePolicy,
    State state,
    @Nullable Exit exit,
    String title,
    int viewers,
    boolean recording,
    Instant startedAt,
    Instant lastActivityAt) {

  /** Where a terminal is in its life. */
  public enum State {
    /** The program runs. */
    RUNNING,
    /** The program has exited, children of it hold the terminal open. */
    DRAINING,
    /** Everything has ended and every byte was read. */
    ENDED
  }
}
