package dev.devtail.terminal.domain;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where programs are looked for by their names.
 *
 * @param value as the variable PATH has it
 */
public record SearchPath(String value) {

  /** The first program of this name. */
  public Optional<Path> find(String name) {
    return Stream.of(value.split(File.pathSeparator))
        .map(entry -> Path.of(entry, name))
        .filter(file -> file.isAbsolute() && isProgram(file))
        .findFirst();
  }

  static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
