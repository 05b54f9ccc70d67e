package dev.devtail.syntax.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a worker is started: on the Java of this process, with its class path.
 *
 * @param mainClass whose {@code main} takes the number of threads
 * @param threads how many files it parses at once
 */
record WorkerCommand(Class<?> mainClass, int threads) {

  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-Xms16m",
          "-Xmx320m",
          "-Xss16m",
          "-Xshare:auto",
          "-XX:+ExitOnOutOfMemoryError",
          // Its standard output is for replies.
          "-XX:+DisplayVMOutputToStderr",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+SuppressFatalErrorMessage",
          "-XX:-UsePerfData");

  /** The environment may hold secrets, which a parser has no need of. */
  private static final Set<String> ENVIRONMENT =
      Set.of("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "XDG_CACHE_HOME");

  /** Starts one. */
  Worker start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass.getName());
    command.add(String.valueOf(threads));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().retainAll(ENVIRONMENT);
    return new Worker(builder.start());
  }
}
