package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A terminal, as JSON has it, here and on the command line. Exit status and signal are there once
 * its program has ended; the cause once the terminal has.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TerminalView(
    String id,
    String sessionId,
    String name,
    List<String> command,
    String directory,
    int columns,
    int rows,
    State state,
    @Nullable Integer exitCode,
    @Nullable Integer exitSignal,
    @Nullable EndCause endCause,
    String title,
    int viewers,
    boolean recording,
    Instant startedAt,
    Instant lastActivityAt,
    String incarnation) {

  /** As {@code TerminalState}. */
  public enum State {
    running,
    draining,
    ended
  }

  /** As {@code EndCause}. */
  public enum EndCause {
    program,
    service
  }

  public static TerminalView of(Terminal terminal) {
    return new TerminalView(
        terminal.getId(),
        terminal.getSessionId(),
        terminal.getName(),
        terminal.getCommandList(),
        terminal.getDirectory(),
        terminal.getSize().getColumns(),
        terminal.getSize().getRows(),
        state(terminal.getState()),
        terminal.hasExit() ? terminal.getExit().getCode() : null,
        terminal.hasExit() ? terminal.getExit().getSignal() : null,
        cause(terminal),
        terminal.getTitle(),
        terminal.getViewers(),
        terminal.getRecording(),
        Times.instant(terminal.getStartedAt()),
        Times.instant(terminal.getLastActivityAt()),
        Long.toUnsignedString(terminal.getIncarnation()));
  }

  private static @Nullable EndCause cause(Terminal terminal) {
    return switch (terminal.getEndCause()) {
      case END_CAUSE_PROGRAM -> EndCause.program;
      case END_CAUSE_SERVICE -> EndCause.service;
      case END_CAUSE_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  private static State state(TerminalState state) {
    return switch (state) {
      case TERMINAL_STATE_RUNNING -> State.running;
      case TERMINAL_STATE_DRAINING -> State.draining;
      case TERMINAL_STATE_ENDED, TERMINAL_STATE_UNSPECIFIED, UNRECOGNIZED -> State.ended;
    };
  }
}
