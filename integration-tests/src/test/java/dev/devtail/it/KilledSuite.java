package dev.devtail.it;

import dev.devtail.cli.Home;
import dev.devtail.it.RunningSuite.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A suite in a process of its own, to be killed as {@code kill -9} does. */
final class KilledSuite {

  private final Process process;
  private final URI url;

  private KilledSuite(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  static KilledSuite start(Home home) throws IOException {
    return start(home, Map.of(), Map.of());
  }

  /**
   * @param environment in addition to that of this process
   * @param settings beyond those that all tests share
   */
  static KilledSuite start(Home home, Map<String, String> environment, Map<String, String> settings)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                home.directory().toString()));
    settings.forEach((key, value) -> command.add(key + "=" + value));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader told = process.inputReader();
    for (String line = told.readLine(); line != null; line = told.readLine()) {
      if (line.startsWith(Child.READY)) {
        // What follows is read by nobody, and there is little of it.
        return new KilledSuite(process, URI.create(line.substring(Child.READY.length())));
      }
    }
    throw new IOException("the suite has not started");
  }

  URI url() {
    return url;
  }

  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  /** In the process. */
  static final class Child {

    private static final String READY = "ready ";

    private Child() {}

    public static void main(String[] arguments) {
      Map<String, String> settings =
          Stream.of(arguments)
              .skip(1)
              .map(setting -> setting.split("=", 2))
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
      Running running = Running.startIn(new Home(Path.of(arguments[0])), settings);
      System.out.println(READY + running.url());
      while (true) {
        LockSupport.park();
      }
    }
  }
}
