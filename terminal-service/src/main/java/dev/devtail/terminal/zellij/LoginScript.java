package dev.devtail.terminal.zellij;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A script that runs as a login shell does, so that a command finds what it finds after a login.
 * Shells that do not understand it are replaced by sh, without their profile.
 *
 * @param shell {@code $0} of the script
 * @param script for a POSIX shell
 * @param command {@code "$@"} of the script
 */
record LoginScript(Path shell, String script, List<String> command) {

  private static final Set<String> POSIX_SHELLS =
      Set.of("sh", "bash", "dash", "zsh", "ksh", "mksh");
  private static final Path SH = Path.of("/bin/sh");

  private boolean isPosix() {
    return POSIX_SHELLS.contains(shell.getFileName().toString());
  }

  Path interpreter() {
    return isPosix() ? shell : SH;
  }

  /** Argv of the interpreter. */
  List<String> arguments() {
    Stream<String> login = isPosix() ? Stream.of("-l") : Stream.empty();
    return Stream.of(
            Stream.of(interpreter().toString()),
            login,
            Stream.of("-c", script, shell.toString()),
            command.stream())
        .flatMap(part -> part)
        .toList();
  }
}
