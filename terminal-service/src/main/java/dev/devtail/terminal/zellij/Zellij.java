package dev.devtail.terminal.zellij;

import dev.devtail.terminal.domain.MultiplexerSession;
import dev.devtail.terminal.domain.Program;
import dev.devtail.terminal.domain.SearchPath;
import dev.devtail.terminal.domain.ShellKeeper;
import dev.devtail.terminal.domain.TerminalId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs login shells in sessions of Zellij, where that is installed. Zellij's server is no child of
 * this service and outlives it.
 */
public final class Zellij implements ShellKeeper, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Zellij.class);

  private static final String PROGRAM = "zellij";
  private static final String SESSION_PREFIX = "devtail-";

  /**
   * Characters of the terminal's id in the name of its session. The name ends the path of a socket,
   * which has room for 107 bytes: {@code $XDG_RUNTIME_DIR/zellij/contract_version_1/NAME}.
   */
  private static final int ID_CHARACTERS = 12;

  /**
   * Starts what follows the shell's name, and when that fails the shell itself, so that a broken
   * Zellij costs nobody the terminal.
   */
  private static final String SHOW =
      """
      "$@" && exit
      printf '\\r\\nZellij ended with exit status %s; this is your login shell. \
      To start without Zellij, set devtail.terminal.zellij=false.\\r\\n' "$?"
      exec "$0" -l""";

  /** Every attempt to delete a session, the first included. */
  private static final int DELETE_ATTEMPTS = 3;

  /** A server that is just being started or ended has its way until then. */
  private static final long DELETE_AGAIN_SECONDS = 1;

  private static final long CLOSE_SECONDS = 5;

  private final ZellijPreferences preferences = new ZellijPreferences();
  private final ScheduledExecutorService deletions =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("devtail-zellij").factory());

  @Override
  public Program keep(TerminalId terminal, Program shell) {
    Optional<Path> installed =
        new SearchPath(shell.environment().getOrDefault("PATH", "")).find(PROGRAM);
    return installed.map(program -> keep(terminal, shell, program)).orElse(shell);
  }

  private Program keep(TerminalId terminal, Program shell, Path program) {
    Session session = new Session(nameFor(terminal), program, shell);
    List<String> client = new ArrayList<>();
    client.add(program.toString());
    ZellijPreferences.Given given = preferences.of(program, shell);
    client.addAll(given.beforeCommand());
    client.addAll(List.of("attach", "--create", session.name()));
    client.addAll(given.afterCommand());
    LoginScript script = new LoginScript(shell.executable(), SHOW, client);
    return new Program(
        script.interpreter(), script.arguments(), shell.directory(), shell.environment(), session);
  }

  private static String nameFor(TerminalId terminal) {
    String id = terminal.value();
    return SESSION_PREFIX + id.substring(0, Math.min(ID_CHARACTERS, id.length()));
  }

  /** Sessions that were to be deleted are, if that does not take long. */
  @Override
  public void close() {
    deletions.shutdown();
    try {
      if (!deletions.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("sessions of zellij not deleted count={}", deletions.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      deletions.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** The session of one terminal. */
  private final class Session implements MultiplexerSession {

    private final String name;
    private final Path program;
    private final Program shell;

    Session(String name, Path program, Program shell) {
      this.name = name;
      this.program = program;
      this.shell = shell;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<String> command() {
      return List.of(PROGRAM, "attach", name);
    }

    @Override
    public void end() {
      schedule(List.of(program.toString(), "delete-session", "--force", name), Level.WARN, 1);
    }

    /**
     * Zellij refuses to delete one that runs, as after a detach, unless it is forced to; and most
     * leave nothing.
     */
    @Override
    public void tidy() {
      schedule(List.of(program.toString(), "delete-session", name), Level.DEBUG, 1);
    }

    private void schedule(List<String> command, Level failure, int attempt) {
      try {
        deletions.schedule(
            () -> delete(command, failure, attempt),
            attempt == 1 ? 0 : DELETE_AGAIN_SECONDS,
            TimeUnit.SECONDS);
      } catch (RejectedExecutionException goingDown) {
        log.warn("session of zellij not deleted name={} cause=service goes down", name);
      }
    }

    /** Where the shell would find the session: a login may say where its socket is. */
    private void delete(List<String> command, Level failure, int attempt) {
      LoginScript script = new LoginScript(shell.executable(), "exec \"$@\"", command);
      BoundedCommand.Result result = BoundedCommand.run(script.arguments(), shell.environment());
      if (result.succeeded()) {
        return;
      }
      if (attempt < DELETE_ATTEMPTS) {
        schedule(command, failure, attempt + 1);
      } else {
        log.atLevel(failure)
            .log("session of zellij not deleted name={} cause={}", name, result.output().strip());
      }
    }
  }
}
