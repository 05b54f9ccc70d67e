package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A terminal, as JSON has it, here and on the command line. Exit status and signal are there once
 * it has ended.
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
        terminal.getTitle(),
        terminal.getViewers(),
        terminal.getRecording(),
        Times.instant(terminal.getStartedAt()),
        Times.instant(terminal.getLastActivityAt()),
        Long.toUnsignedString(terminal.getIncarnation()));
  }

  private static State state(TerminalState state) {
    return switch (state) {
      case TERMINAL_STATE_RUNNING -> State.running;
      case TERMINAL_STATE_DRAINING -> State.draining;
      case TERMINAL_STATE_ENDED, TERMINAL_STATE_UNSPECIFIED, UNRECOGNIZED -> State.ended;
    };
  }
}
