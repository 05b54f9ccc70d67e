package dev.devtail.terminal.domain;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program that can be started: everything has been looked up.
 *
 * @param executable absolute path
 * @param arguments argv, its own name first
 * @param environment all of it
 * @param session what it shows; null if it runs in its terminal itself
 */
public record Program(
    Path executable,
    List<String> arguments,
    Path directory,
    Map<String, String> environment,
    @Nullable MultiplexerSession session) {

  public Program {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  public Program(
      Path executable, List<String> arguments, Path directory, Map<String, String> environment) {
    this(executable, arguments, directory, environment, null);
  }

  /** What people are told that runs: how the session is shown, not how it is started. */
  public List<String> command() {
    return session == null ? arguments : session.command();
  }

  /** What it is called. */
  public String name() {
    Path file = session == null ? executable : Path.of(session.command().getFirst());
    return file.getFileName().toString();
  }
}
