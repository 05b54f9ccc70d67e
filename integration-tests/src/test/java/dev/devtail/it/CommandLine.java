package dev.devtail.it;

import dev.devtail.cli.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code devtail} as a process of its own, with a home of its own. */
record CommandLine(Home home) {

  private static final long SECONDS = 60;

  /** How a command ended, and all that it printed. */
  record Ended(int exitCode, String output) {}

  /** The command line itself, to run it elsewhere. */
  static List<String> words(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.devtail.cli.Devtail"));
    words.addAll(List.of(arguments));
    return words;
  }

  Process start(String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words(arguments)).redirectErrorStream(true);
    builder.environment().put("DEVTAIL_HOME", home.directory().toString());
    builder.environment().remove("DEVTAIL_URL");
    builder.environment().remove("DEVTAIL_TOKEN");
    return builder.start();
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    return end(start(arguments));
  }

  static Ended end(Process process) throws IOException, InterruptedException {
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("did not end:\n" + output);
      }
      return new Ended(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }
}
