package dev.devtail.it.agents;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Where {@code integration-tests/agents/install.sh} has put the agents. */
final class Agents {

  private Agents() {}

  /**
   * An agent's program. Skips the test where it is missing, with what to do; in a strict run that
   * fails.
   *
   * @param name what its directories are called, before the version
   */
  static Path program(String name, String path) {
    try (Stream<Path> installed =
        Files.isDirectory(directory()) ? Files.list(directory()) : Stream.empty()) {
      return installed
          .filter(agent -> agent.getFileName().toString().startsWith(name + "-"))
          .filter(agent -> Files.exists(agent.resolve(".complete")))
          .max(Comparator.naturalOrder())
          .map(agent -> agent.resolve(path))
          .orElseGet(() -> missing(name));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Path directory() {
    String named = System.getenv("DEVTAIL_AGENTS");
    return named == null
        ? Path.of(System.getProperty("user.home"), ".cache", "devtail-agents")
        : Path.of(named);
  }

  private static Path missing(String name) {
    String sentence =
        "Not tested with %s: run integration-tests/agents/install.sh (it looks in %s)."
            .formatted(name, directory());
    return Boolean.getBoolean("devtail.strict") ? fail(sentence) : abort(sentence);
  }

  /** Nothing of who runs the test, but where programs are. */
  static void isolate(Map<String, String> environment, Path home) {
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.putAll(
        Map.of("PATH", path, "HOME", home.toString(), "LANG", "C.UTF-8", "NO_PROXY", "*"));
  }
}
