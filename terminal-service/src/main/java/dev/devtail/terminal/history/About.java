package dev.devtail.terminal.history;

import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.Multiplexer;
import dev.devtail.terminal.domain.MultiplexerSession;
import dev.devtail.terminal.domain.RequestKey;
import dev.devtail.terminal.domain.StartRequest;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.TerminalId;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.WindowSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one life of a terminal; the content of the JSON file in its directory.
 *
 * @param environment what was added to the terminal's; kept only where it is started again
 * @param multiplexerSession name of the one that the terminal shows; null if there is none
 * @param endedAt null while it runs, or if nobody saw the end
 * @param exitCode null also if it ended with the service
 */
record About(
    String terminalId,
    long incarnation,
    String owner,
    String sessionId,
    String name,
    List<String> command,
    String directory,
    Map<String, String> environment,
    @Nullable String multiplexerSession,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Integer exitCode,
    @Nullable Integer exitSignal) {

  /**
   * @throws NullPointerException if something is missing, as in a file that is none of ours
   */
  About {
    Objects.requireNonNull(terminalId);
    Objects.requireNonNull(owner);
    Objects.requireNonNull(sessionId);
    Objects.requireNonNull(name);
    command = List.copyOf(command);
    Objects.requireNonNull(directory);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(startedAt);
  }

  static About starting(
      TerminalInfo info, StartRequest request, @Nullable MultiplexerSession session) {
    boolean comesBack = session != null || Multiplexer.comesBack(request.command());
    return new About(
        info.id().value(),
        info.incarnation(),
        info.owner(),
        info.sessionId(),
        info.name(),
        request.command(),
        info.directory(),
        comesBack ? request.environment() : Map.of(),
        session == null ? null : session.name(),
        info.startedAt(),
        null,
        null,
        null);
  }

  /**
   * @param exit null if it ended with the service
   */
  About ended(Instant time, @Nullable Exit exit) {
    return new About(
        terminalId,
        incarnation,
        owner,
        sessionId,
        name,
        command,
        directory,
        environment,
        multiplexerSession,
        startedAt,
        time,
        exit == null ? null : exit.code(),
        exit == null ? null : exit.signal());
  }

  /** Whether what ran in it goes on when the terminal ends with the service. */
  boolean comesBack() {
    return multiplexerSession != null || Multiplexer.comesBack(command);
  }

  @Nullable Exit exit() {
    return exitCode == null || exitSignal == null ? null : new Exit(exitCode, exitSignal);
  }

  Terminal.Identity identity() {
    return new Terminal.Identity(
        new TerminalId(terminalId), incarnation, owner, sessionId, name, command, directory);
  }

  /** The wish for its next life. */
  StartRequest again(RequestKey key, WindowSize size) {
    return new StartRequest(owner, sessionId, key, "", command, directory, environment, name, size);
  }
}
