package dev.devtail.terminal.zellij;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that is run for what it does or says, and gets only so much time for it. */
final class BoundedCommand {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_OUTPUT_BYTES = 64 * 1024;
  private static final File NULL = new File("/dev/null");

  /**
   * How it went.
   *
   * @param output what it printed, errors too; or why there is none
   */
  record Result(boolean succeeded, String output) {}

  private BoundedCommand() {}

  /** Blocks until it has ended, or its time is over. */
  static Result run(List<String> command, Map<String, String> environment) {
    try {
      // No pipe: what it leaves in the background would keep that open.
      Path output = Files.createTempFile("devtail-command", null);
      try {
        return run(command, environment, output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException failure) {
      return new Result(false, failure.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result(false, "interrupted");
    }
  }

  private static Result run(List<String> command, Map<String, String> environment, Path output)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(new File("/"))
            .redirectInput(NULL)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Result(false, "no answer within " + TIMEOUT.toSeconds() + " s");
      }
      try (InputStream said = Files.newInputStream(output)) {
        return new Result(
            process.exitValue() == 0,
            new String(said.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8));
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
