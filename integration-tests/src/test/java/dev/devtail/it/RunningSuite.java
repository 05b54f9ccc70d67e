package dev.devtail.it;

import dev.devtail.cli.Home;
import dev.devtail.cli.up.Suite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a DevTail that runs, as {@code devtail up} runs it; one for all of them. */
public final class RunningSuite implements ParameterResolver {

  /** The suite, and how it is reached. */
  public record Running(Suite suite, Home home) implements AutoCloseable {

    static Running start() {
      return start(Map.of());
    }

    /**
     * @param more settings beyond those that all tests share
     */
    public static Running start(Map<String, String> more) {
      try {
        return startIn(new Home(Files.createTempDirectory("devtail-it")).create(), more);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    static Running startIn(Home home, Map<String, String> more) {
      Map<String, String> settings = new HashMap<>(more);
      settings.put("devtail.gateway.port", "0");
      settings.putIfAbsent("devtail.gateway.hello-deadline", "1s");
      settings.put("devtail.terminal.kill-grace", "500ms");
      // What a login shell does is the same on every machine then.
      settings.putIfAbsent("devtail.terminal.zellij", "false");
      return new Running(Suite.start(home, settings), home);
    }

    /** Stops it, and starts another in its home. */
    Running restart() {
      suite.close();
      return startIn(home, Map.of());
    }

    public URI url() {
      return URI.create("http://127.0.0.1:" + suite.port());
    }

    public String token() {
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
