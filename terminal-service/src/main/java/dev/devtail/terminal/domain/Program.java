package dev.devtail.terminal.domain;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program that can be started: everything has been looked up.
 *
 * @param executable absolute path
 * @param arguments argv, its own name first
 * @param environment all of it
 */
public record Program(
    Path executable, List<String> arguments, Path directory, Map<String, String> environment) {

  public Program {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
