package dev.devtail.it;

import dev.devtail.cli.Home;
import dev.devtail.cli.up.Suite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a DevTail that runs, as {@code devtail up} runs it; one for all of them. */
final class RunningSuite implements ParameterResolver {

  /** The suite, and how it is reached. */
  record Running(Suite suite, Home home) implements AutoCloseable {

    static Running start() {
      try {
        Home home = new Home(Files.createTempDirectory("devtail-it")).create();
        Suite suite =
            Suite.start(
                home,
                Map.of(
                    "devtail.gateway.port", "0",
                    "devtail.gateway.hello-deadline", "1s",
                    "devtail.terminal.kill-grace", "500ms"));
        return new Running(suite, home);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + suite.port());
    }

    String token() {
      return home.ownerToken();
    }

    @Override
    public void close() throws IOException {
      suite.close();
      try (Stream<Path> files = Files.walk(home.directory())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Running resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .computeIfAbsent(Running.class, type -> Running.start(), Running.class);
  }
}
