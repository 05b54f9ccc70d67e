package dev.devtail.terminal.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The login shell of the user that this service runs as. */
final class LoginShell {

  private static final Path PASSWORD_FILE = Path.of("/etc/passwd");
  private static final int NAME_FIELD = 0;
  private static final int SHELL_FIELD = 6;

  private LoginShell() {}

  /** From the password file, else SHELL, else bash or sh: the first that can be run. */
  static Path find(String user, Map<String, String> environment) {
    return Stream.of(ofPasswordFile(user), environment.get("SHELL"), "/bin/bash", "/bin/sh")
        .filter(Objects::nonNull)
        .map(Path::of)
        .filter(shell -> shell.isAbsolute() && Files.isExecutable(shell))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No login shell was found for %s; set devtail.terminal.shell."
                        .formatted(user)));
  }

  private static @Nullable String ofPasswordFile(String user) {
    try {
      return Files.readAllLines(PASSWORD_FILE).stream()
          .map(line -> List.of(line.split(":", -1)))
          .filter(fields -> fields.size() > SHELL_FIELD && fields.get(NAME_FIELD).equals(user))
          .map(fields -> fields.get(SHELL_FIELD))
          .findFirst()
          .orElse(null);
    } catch (IOException unreadable) {
      return null;
    }
  }
}
